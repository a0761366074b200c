using System.CommandLine;

namespace PrivateGateway.Tool;

/// <summary>A template and the settings of its deployment. All commands have these options.</summary>
internal sealed class TemplateOptions
{
    // In this order, as SAM looks for the YAML ones.
    private static readonly string[] UsualNames = ["serverless.template", "template.yaml", "template.yml", "template.json"];

    private readonly Argument<string?> _template = new("TEMPLATE")
    {
        Description = $"A SAM or CloudFormation template. Default: {string.Join(", ", UsualNames[..^1])} or {UsualNames[^1]} in the current folder.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<Dictionary<string, string>> _parameters = OptionTypes.Pairs(
        "--parameter-overrides", "Values of the template's parameters.");

    private readonly Option<Dictionary<string, string>> _values = OptionTypes.Pairs(
        "--value", "What only AWS knows, by the expression that asks for it, such as '!ImportValue net-subnet=subnet-1'.");

    private readonly Option<string?> _api = new("--api")
    {
        Description = "The logical id of the API, where the template has several private ones.",
        HelpName = "LogicalId",
    };

    private readonly Option<string> _region = OptionTypes.Text(
        "--region", "REGION", "The API's region. Default: AWS_REGION, else us-east-1.", @"[a-z]{2}(-[a-z]+)+-\d", "a region such as eu-west-1");

    private readonly Option<string> _account = OptionTypes.Text(
        "--account-id", "ID", "The API's account.", @"\d{12}", "an account id of twelve digits");

    private readonly Option<string> _stack = OptionTypes.Text(
        "--stack-name", "NAME", "The stack's name.", "[A-Za-z][A-Za-z0-9-]{0,127}", "a stack name");

    public void AddTo(Command command)
    {
        _template.Validators.Add(result =>
        {
            // An unknown option looks like the template to the parser.
            if (result.Tokens is [{ } token] && token.Value.StartsWith('-'))
                result.AddError($"Unknown option '{token.Value}'.{Suggestion(token.Value, command)} Run with --help for the list.");
        });
        command.Arguments.Add(_template);
        foreach (var option in new Option[] { _parameters, _values, _api, _region, _account, _stack })
            command.Options.Add(option);
    }

    /// <exception cref="GatewayStartException">No template is named, and none is in the current folder.</exception>
    public GatewayOptions Read(ParseResult words)
    {
        var options = new GatewayOptions();
        return options with
        {
            TemplatePath = words.GetValue(_template) ?? Array.Find(UsualNames, File.Exists)
                ?? throw new GatewayStartException($"No template: name one, or run this where one of {string.Join(", ", UsualNames)} is."),
            ParameterOverrides = words.GetValue(_parameters) ?? [],
            Values = words.GetValue(_values) ?? [],
            Api = words.GetValue(_api),
            Region = words.GetValue(_region) ?? options.Region,
            AccountId = words.GetValue(_account) ?? options.AccountId,
            StackName = words.GetValue(_stack) ?? options.StackName,
        };
    }

    /// <summary>A further API of the same gateway. Region and account are by default those of the first API; another template is another stack.</summary>
    /// <param name="number">2 for the second API.</param>
    public GatewayOptions ReadOther(ParseResult words, GatewayOptions first, int number)
    {
        var template = words.GetValue(_template) ?? first.TemplatePath;
        var isSameStack = Path.GetFullPath(template) == Path.GetFullPath(first.TemplatePath);
        return new GatewayOptions
        {
            TemplatePath = template,
            ParameterOverrides = words.GetValue(_parameters) ?? (isSameStack ? first.ParameterOverrides : new Dictionary<string, string>()),
            Values = words.GetValue(_values) ?? (isSameStack ? first.Values : new Dictionary<string, string>()),
            Api = words.GetValue(_api),
            Region = words.GetValue(_region) ?? first.Region,
            AccountId = words.GetValue(_account) ?? first.AccountId,
            StackName = words.GetValue(_stack) ?? (isSameStack ? first.StackName : $"{first.StackName}-{number}"),
        };
    }

    private static string Suggestion(string word, Command command) =>
        command.Options.MinBy(option => Distance(word, option.Name)) is { } nearest && Distance(word, nearest.Name) <= 3
            ? $" Did you mean {nearest.Name}?"
            : "";

    /// <summary>Levenshtein's distance: how many letters must be inserted, removed or replaced.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
