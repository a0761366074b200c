using System.CommandLine;
using System.Net;
using System.Text.RegularExpressions;
using PrivateGateway.Checks;
using PrivateGateway.Templates;

namespace PrivateGateway.Tool.Checks;

/// <summary><c>private-gateway check</c>: decides from the template alone which calls are allowed. Starts nothing.</summary>
internal sealed class CheckCommand : Command
{
    private const int Failed = 1;
    private const int Refused = 2;
    private const int LetIn = 3;

    private readonly TemplateOptions _template = new();
    private readonly EndpointOptions _endpoint = new();

    private readonly Option<string[]> _endpoints = OptionTypes.Texts(
        "--vpce", "vpce-ID", "VPC endpoints that calls come through. Default: those that the template and its policies name, and one that none of them names.",
        id => Regex.IsMatch(id, @"\Avpce-[0-9a-z]+\z"), "the id of a VPC endpoint (vpce-...)");

    private readonly Option<string[]> _addresses = OptionTypes.Texts(
        "--source-ip", "ADDRESS", "Callers' addresses inside the VPC. Default: the borders of the ranges that the policies name.", address => IPAddress.TryParse(address, out _), "an IP address");

    private readonly Option<string[]> _principals = OptionTypes.Texts(
        "--principal", "ARN", "Signers of the calls. Default: those that the policies name, and anonymous callers.",
        arn => Regex.IsMatch(arn, $@"\A(?:{OptionTypes.PrincipalArn})\z"), "the ARN of a user, a role, a role's session or an account");

    private readonly Option<bool> _apiKey = OptionTypes.Flag("--api-key", "The callers have a valid API key.");
    private readonly Option<string?> _method = new("--method") { Description = "Only this HTTP method.", HelpName = "METHOD" };
    private readonly Option<string?> _path = new("--path") { Description = "Only this path, below the stage.", HelpName = "PATH" };
    private readonly Option<string?> _stage = new("--stage") { Description = "Only this stage.", HelpName = "STAGE" };
    private readonly Option<string?> _against = new("--against") { Description = "An older template: report only what is decided differently.", HelpName = "OLD_TEMPLATE" };
    private readonly Option<string?> _expect = new("--expect") { Description = "A YAML file of callers and expected decisions.", HelpName = "FILE" };
    private readonly Option<string?> _junit = new("--junit") { Description = "With --expect: write the results to this file as JUnit XML.", HelpName = "FILE" };
    private readonly Option<bool> _json = OptionTypes.Flag("--json", "Print JSON.");
    private readonly Option<bool> _sarif = OptionTypes.Flag("--sarif", "Print SARIF 2.1.0, for code scanning.");

    private readonly Option<string[]> _errors = new("--warn-as-error")
    {
        Description = $"Fail on these warnings: {string.Join(", ", CheckWarnings.Rules.Keys)}, or all.",
        HelpName = "RULE",
        AllowMultipleArgumentsPerToken = true,
    };

    public CheckCommand()
        : base("check", "Decide who gets in, from the template alone. Exit status: 0 all are allowed, 2 one is refused, 3 --against lets somebody in, 1 an error.")
    {
        _template.AddTo(this);
        _endpoint.AddTo(this);
        _errors.AcceptOnlyFromAmong([.. CheckWarnings.Rules.Keys, "all"]);
        Option[] options =
            [_endpoints, _addresses, _principals, _apiKey, _method, _path, _stage, _against, _expect, _junit, _json, _sarif, _errors];
        foreach (var option in options)
            Options.Add(option);

        Validators.Add(result =>
        {
            if (result.GetValue(_json) && result.GetValue(_sarif))
                result.AddError("--json and --sarif exclude each other.");
            if (result.GetValue(_against) is not null && result.GetValue(_expect) is not null)
                result.AddError("--against and --expect exclude each other.");
            if (result.GetValue(_junit) is not null && result.GetValue(_expect) is null)
                result.AddError("--junit needs --expect.");
            if (result.GetValue(_path) is { } path && !path.StartsWith('/'))
                result.AddError($"--path: '{path}' does not start with a slash.");
        });
        SetAction(Run);
    }

    private int Run(ParseResult words)
    {
        try
        {
            return Check(words, _endpoint.Read(words, _template.Read(words)));
        }
        catch (Exception e) when (e is GatewayStartException or TemplateException or IOException or UnauthorizedAccessException)
        {
            words.InvocationConfiguration.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    private int Check(ParseResult words, GatewayOptions options)
    {
        var check = Load(words, options, options.TemplatePath);
        var old = words.GetValue(_against) is { } against ? Load(words, options, against) : null;
        var results = words.GetValue(_expect) is { } file ? check.Evaluate(Expectations.Load(file)) : null;
        var differences = old is null ? [] : AccessComparison.Compare(old, check).ToList();
        var rows = old is null && results is null ? check.AllRows() : [];
        if (old is null && results is null && rows.Count == 0)
            throw new GatewayStartException("No route of the API matches --method, --path and --stage.");

        var warnings = check.Warnings().Concat(old is null ? [] : PolicyDeployment.Warnings(options, words.GetValue(_against)!, old.Api, check.Api)).ToList();
        var (output, error) = (words.InvocationConfiguration.Output, words.InvocationConfiguration.Error);
        if (words.GetValue(_sarif))
            output.WriteLine(CheckJson.Sarif(options.TemplatePath, warnings, rows, differences));
        else if (words.GetValue(_json))
            output.WriteLine(results is not null ? CheckJson.Of(results) : old is not null ? CheckJson.Of(differences) : CheckJson.Of(rows));
        else
            output.Write(results is not null ? CheckText.Of(results) : old is not null ? CheckText.Of(differences) : CheckText.Of(rows));

        if (words.GetValue(_junit) is { } junit)
            File.WriteAllText(junit, JUnitReport.Of(System.IO.Path.GetFileName(words.GetValue(_expect)!), results!));

        foreach (var warning in warnings)
            error.WriteLine(warning);

        var fatal = words.GetValue(_errors) ?? [];
        return warnings.Exists(warning => fatal.Contains("all") || fatal.Contains(warning.Rule)) ? Failed
            : differences.Exists(difference => difference.LetsIn) ? LetIn
            : rows.Exists(row => !row.IsAllowed) || results?.Any(result => !result.IsMet) == true ? Refused
            : 0;
    }

    private AccessCheck Load(ParseResult words, GatewayOptions options, string template) =>
        AccessCheck.Load(options with { TemplatePath = template }, new CheckOptions
        {
            VpcEndpointIds = words.GetValue(_endpoints) ?? [],
            VpcId = _endpoint.VpcIdOf(words),
            SourceIps = words.GetValue(_addresses) ?? [],
            Principals = words.GetValue(_principals) ?? [],
            ApiKey = words.GetValue(_apiKey),
            Method = words.GetValue(_method)?.ToUpperInvariant(),
            Path = words.GetValue(_path),
            Stage = words.GetValue(_stage),
        });
}
