using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateGateway.Policies;

/// <summary>What a policy is attached to: it decides how long it may be and what <c>execute-api:/...</c> is short for.</summary>
/// <param name="Expand">What follows <c>execute-api:/</c> to the ARN that is meant; null where that cannot be written.</param>
/// <param name="MaximumLength">Characters, without the white space between them.</param>
internal sealed record PolicyPlace(Func<string, string>? Expand, int MaximumLength)
{
    public static PolicyPlace Api(string arn) => new(rest => $"{arn}/{rest}", 8_192);

    /// <summary>A domain has nothing below it: that <c>execute-api:/*</c> means the domain itself is assumed.</summary>
    public static PolicyPlace Domain(string arn) => new(rest => rest == "*" ? arn : $"{arn}/{rest}", 8_192);

    public static PolicyPlace VpcEndpoint { get; } = new(null, 20_480);
}

/// <summary>Policy JSON to a checked policy.</summary>
internal static class PolicyReader
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <exception cref="PolicyException">AWS would refuse it, or the evaluator does not know what it says; with the place of the fault.</exception>
    public static PolicyDocument Read(JsonNode policy, PolicyPlace place)
    {
        var document = Unwrap(policy) as JsonObject ?? throw new PolicyException([], "A policy is a JSON object.");
        if (document.Select(p => p.Key).FirstOrDefault(key => key is not ("Version" or "Id" or "Statement")) is { } unknown)
            throw new PolicyException([unknown], $"A policy has no element named {unknown}.");

        var version = document["Version"]?.ToString() ?? "2008-10-17";
        if (version is not ("2012-10-17" or "2008-10-17"))
            throw new PolicyException(["Version"], "The Version is 2012-10-17 or 2008-10-17.");

        var statements = document["Statement"] switch
        {
            JsonArray { Count: > 0 } many => many.Select((s, i) => ReadStatement(s, i, ["Statement", $"{i}"], version, place)).ToList(),
            JsonObject one => [ReadStatement(one, 0, ["Statement"], version, place)],
            _ => throw new PolicyException(["Statement"], "A policy needs at least one statement."),
        };
        var twice = statements.Where(s => !string.IsNullOrEmpty(s.Sid)).GroupBy(s => s.Sid).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new PolicyException(["Statement"], $"Statement IDs (SID) in a single policy must be unique: '{twice.Key}'.");

        var length = document.ToJsonString(Plain).Length;
        return length <= place.MaximumLength
            ? new PolicyDocument(statements)
            : throw new PolicyException([], $"The policy has {length} characters; the limit is {place.MaximumLength}.");
    }

    // A policy may be given as a string that holds JSON.
    private static JsonNode? Unwrap(JsonNode policy)
    {
        if (policy is not JsonValue value || !value.TryGetValue(out string? text))
            return policy;

        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw new PolicyException([], $"The policy is no JSON: {exception.Message}");
        }
    }

    private static PolicyStatement ReadStatement(JsonNode? node, int index, string[] at, string version, PolicyPlace place)
    {
        var statement = node as JsonObject ?? throw new PolicyException(at, "A statement is an object.");
        if (statement.Select(p => p.Key).FirstOrDefault(key => !Elements.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw new PolicyException([.. at, unknown], $"A statement has no element named {unknown}.");

        var effect = statement["Effect"]?.ToString() switch
        {
            "Allow" => PolicyEffect.Allow,
            "Deny" => PolicyEffect.Deny,
            var other => throw new PolicyException([.. at, "Effect"], $"The Effect is Allow or Deny, not '{other}'."),
        };
        var variables = version == "2012-10-17";
        var reader = new ElementReader(statement, at);
        var principal = reader.OneOf("Principal", "NotPrincipal");
        if (principal == "NotPrincipal" && effect == PolicyEffect.Allow)
            throw new PolicyException([.. at, principal], "NotPrincipal must be used with Effect Deny; with Allow it is not supported.");

        var (action, resource) = (reader.OneOf("Action", "NotAction"), reader.OneOf("Resource", "NotResource"));
        return new PolicyStatement(
            index,
            statement["Sid"]?.ToString(),
            effect,
            new PrincipalElement(reader.Principals(principal), principal == "NotPrincipal"),
            new ActionElement(reader.Each(action, ReadAction), action == "NotAction"),
            new ResourceElement(reader.Each(resource, text => ReadResource(text, place, variables)), resource == "NotResource"),
            ConditionReader.Read(statement["Condition"], [.. at, "Condition"], variables));
    }

    private static WildcardPattern ReadAction(string text) =>
        text == "*" || (text.Split(':') is [{ Length: > 0 } service, { Length: > 0 }] && service.All(c => char.IsAsciiLetterOrDigit(c) || c is '-'))
            ? WildcardPattern.Parse(text)
            : throw new FormatException($"'{text}' is no action (service:Action) and not *.");

    private static ResourcePattern ReadResource(string text, PolicyPlace place, bool variables)
    {
        const string Short = "execute-api:/";
        if (text.StartsWith(Short, StringComparison.Ordinal))
        {
            text = place.Expand is not null
                ? place.Expand(text[Short.Length..])
                : throw new FormatException($"'{text}' is short for an API's ARN; an endpoint's policy belongs to no API: write the ARN, or *.");
        }

        var pattern = ResourcePattern.Parse(text, variables);
        ConditionKeys.RequireKnown(pattern.Variables);
        return pattern;
    }
}
