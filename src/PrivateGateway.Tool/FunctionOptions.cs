using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace PrivateGateway.Tool;

/// <summary>How the functions of an API run, and what takes the place of functions, HTTP backends and authorizers.</summary>
internal sealed partial class FunctionOptions
{
    private readonly Option<Dictionary<string, string>> _function = Named(
        "--function", "[LogicalId=]DIRECTORY", "A function's build output. Default: the template's code, a .NET project published. Repeatable.");

    private readonly Option<Dictionary<string, string>> _functionCommand = Named(
        "--function-command", "[LogicalId=]COMMAND", "A shell command that speaks to the Lambda Runtime API, for any other language. Repeatable.");

    private readonly Option<Uri> _backend = new("--backend")
    {
        Description = "An HTTP server that answers in the functions' place, such as one under a debugger.",
        HelpName = "URL",
        CustomParser = result => Url(result, "--backend", result.Tokens[0].Value),
    };

    private readonly Option<bool> _noFunctions = OptionTypes.Flag("--no-functions", "Answer each Lambda call with the event that the function would get.");

    private readonly Option<Dictionary<string, string>> _http = new("--http")
    {
        Description = "For HTTP integrations: the beginning of a URL, and what replaces it on this machine. Repeatable.",
        HelpName = "URL=URL",
        CustomParser = ReadBackends,
    };

    private readonly Option<string> _jwks = new("--jwks")
    {
        Description = "The JSON Web Key Set of the Cognito user pool. Default: tokens are decoded and not verified.",
        HelpName = "PATH",
    };

    private readonly Option<Dictionary<string, string>> _authorizerContext = OptionTypes.Pairs(
        "--authorizer-context", "A context to use in place of every authorizer.");

    private readonly Option<int> _concurrency = OptionTypes.Count("--concurrency", "Processes of a function at most.", 1, 100, 4);

    private readonly Option<Dictionary<string, string>> _environment = OptionTypes.Pairs(
        "--env", "Variables of the function; they override the template's.");

    private readonly Option<bool> _snapStart = OptionTypes.Flag("--snapstart", "Run SnapStart's restore sequence.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _concurrency, _function, _functionCommand, _backend, _noFunctions, _http, _jwks, _authorizerContext, _environment, _snapStart })
            command.Options.Add(option);
    }

    public GatewayOptions Read(ParseResult words, GatewayOptions options)
    {
        var directories = words.GetValue(_function) ?? [];
        var commands = words.GetValue(_functionCommand) ?? [];
        return options with
        {
            Concurrency = words.GetValue(_concurrency),
            Environment = words.GetValue(_environment) ?? [],
            SnapStart = words.GetValue(_snapStart),
            FunctionDirectory = directories.GetValueOrDefault(""),
            FunctionDirectories = directories,
            FunctionCommand = commands.GetValueOrDefault(""),
            FunctionCommands = commands,
            Backend = words.GetValue(_backend),
            NoFunctions = words.GetValue(_noFunctions),
            HttpBackends = words.GetValue(_http) ?? [],
            JwksPath = words.GetValue(_jwks),
            AuthorizerContext = words.GetResult(_authorizerContext) is null ? null : words.GetValue(_authorizerContext),
        };
    }

    /// <summary>Values by logical id; the one without an id has the empty key.</summary>
    private static Option<Dictionary<string, string>> Named(string name, string valueName, string description) => new(name)
    {
        Description = description,
        HelpName = valueName,
        CustomParser = result =>
        {
            var values = new Dictionary<string, string>();
            foreach (var word in result.Tokens.Select(token => token.Value))
            {
                var (id, value) = LogicalId().Match(word) is { Success: true } match ? (match.Groups[1].Value, word[match.Length..]) : ("", word);
                if (value.Length == 0)
                    result.AddError($"{name}: '{word}' is not {valueName}.");
                else if (!values.TryAdd(id, value))
                    result.AddError($"{name}: {(id.Length == 0 ? "a value for every function" : id)} is given twice.");
            }

            return values;
        },
    };

    private static Dictionary<string, string> ReadBackends(ArgumentResult result)
    {
        var backends = new Dictionary<string, string>();
        foreach (var word in result.Tokens.Select(token => token.Value))
        {
            if (word.IndexOf("=http", StringComparison.Ordinal) is not (> 0 and var equals))
                result.AddError($"--http: '{word}' is not URL=URL, such as http://nlb.internal=http://127.0.0.1:9000.");
            else if (Url(result, "--http", word[..equals]) is not null && Url(result, "--http", word[(equals + 1)..]) is not null)
                backends[word[..equals]] = word[(equals + 1)..];
        }

        return backends;
    }

    private static Uri? Url(ArgumentResult result, string name, string word)
    {
        if (Uri.TryCreate(word, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;

        result.AddError($"{name}: '{word}' is not a URL such as http://localhost:5000.");
        return null;
    }

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9]*)=", RegexOptions.CultureInvariant)]
    private static partial Regex LogicalId();
}
