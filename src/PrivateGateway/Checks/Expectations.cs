using System.Net;
using PrivateGateway.Templates;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace PrivateGateway.Checks;

/// <summary>One caller and call of an <c>--expect</c> file, and the decision that is expected.</summary>
internal sealed class Expectation
{
    public string? Name { get; set; }

    public string? Stage { get; set; }

    public string Method { get; set; } = "GET";

    public string Path { get; set; } = "/";

    public string Vpce { get; set; } = NamedValues.OtherEndpoint;

    public string VpcId { get; set; } = NamedValues.OtherVpc;

    public string SourceIp { get; set; } = "10.0.0.1";

    public string? Principal { get; set; }

    public bool ApiKey { get; set; }

    /// <summary><c>allowed</c>, <c>refused</c>, or with what the method needs: <c>allowed with a key</c>.</summary>
    public string? Expect { get; set; }

    public string Title => Name ?? $"{Method} {Path} through {Vpce} is {Expect}";
}

/// <param name="Row">What the check decides.</param>
internal sealed record ExpectationResult(Expectation Expectation, CheckRow Row)
{
    public bool IsMet => Expectation.Expect == Row.Decision;
}

/// <summary>The unit tests of a policy: a YAML list of callers and decisions.</summary>
internal static class Expectations
{
    /// <exception cref="TemplateException">The file cannot be read or is not a list of expectations.</exception>
    public static IReadOnlyList<Expectation> Load(string path)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).WithDuplicateKeyChecking().Build();
        List<Expectation>? expectations;
        try
        {
            expectations = reader.Deserialize<List<Expectation>?>(File.ReadAllText(path));
        }
        catch (YamlException e)
        {
            throw new TemplateException($"{path}({e.Start.Line}): {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TemplateException($"{path}: {e.Message}", e);
        }

        if (expectations is null or { Count: 0 })
            throw new TemplateException($"{path}: there are no expectations. Write a list of callers, each with expect: allowed or refused.");

        for (var i = 0; i < expectations.Count; i++)
        {
            if (Problem(expectations[i]) is { } problem)
                throw new TemplateException($"{path}: expectation {i + 1}{(expectations[i]?.Name is { } name ? $" ({name})" : "")}: {problem}");
        }

        return expectations;
    }

    /// <exception cref="TemplateException">An expectation names a stage that the API does not have.</exception>
    public static IReadOnlyList<ExpectationResult> Evaluate(this AccessCheck check, IEnumerable<Expectation> expectations) =>
        [.. expectations.Select(expected =>
        {
            var stage = expected.Stage ?? check.Api.Stage.Name;
            return check.Api.Stages.Any(known => known.Name == stage)
                ? new ExpectationResult(expected, check.Decide(
                    stage, expected.Method.ToUpperInvariant(), expected.Path,
                    new Caller(expected.Vpce, expected.VpcId, expected.SourceIp, expected.Principal, expected.ApiKey)))
                : throw new TemplateException($"{expected.Title}: the API has no stage '{stage}'.");
        })];

    private static string? Problem(Expectation? expected) => expected switch
    {
        null => "it is empty.",
        { Expect: null } => "expect is missing: allowed or refused.",
        { Expect: var decision } when decision is not ("allowed" or "refused") && !decision.StartsWith("allowed with ", StringComparison.Ordinal) =>
            $"'{decision}' is not allowed, refused or allowed with ....",
        { Path: var path } when !path.StartsWith('/') => $"the path '{path}' does not start with a slash.",
        { SourceIp: var address } when !IPAddress.TryParse(address, out _) => $"'{address}' is not an IP address.",
        { Vpce: var endpoint } when !endpoint.StartsWith("vpce-", StringComparison.Ordinal) => $"'{endpoint}' is not the id of a VPC endpoint.",
        { Principal: { } principal } when !principal.StartsWith("arn:", StringComparison.Ordinal) => $"'{principal}' is not an ARN.",
        _ => null,
    };
}
