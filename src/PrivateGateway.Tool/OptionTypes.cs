using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Text.RegularExpressions;
using PrivateGateway.Policies;

namespace PrivateGateway.Tool;

/// <summary>Options whose values are checked when they are read: each error names the option, the value and what is expected.</summary>
internal static class OptionTypes
{
    public const string PrincipalArn = @"arn:aws[a-z-]*:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role|federated-user)/.+)";

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <param name="pattern">The pattern that the whole value must match.</param>
    /// <param name="kind">The value's kind with its article, for the error: "a stack name".</param>
    public static Option<string> Text(string name, string valueName, string description, string pattern, string kind) => new(name)
    {
        Description = description,
        HelpName = valueName,
        CustomParser = result => One(result, word => Regex.IsMatch(word, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant) ? word : null, kind),
    };

    /// <summary>One value or several; the option may be repeated.</summary>
    public static Option<string[]> Texts(string name, string valueName, string description, Func<string, bool> isValid, string kind)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = valueName, AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !isValid(token.Value)))
                result.AddError($"{name}: '{token.Value}' is not {kind}.");
        });
        return option;
    }

    /// <summary>Condition keys with their values; a key that is given several times has several values.</summary>
    public static Option<Dictionary<string, IReadOnlyList<string>>> Context(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "Key=Value ...",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result =>
        {
            var pairs = result.Tokens.Select(token => Pair(result, name, token.Value)).ToList();
            foreach (var (key, _) in pairs.Where(pair => pair.Key.Length > 0 && !ConditionKeys.IsKnown(pair.Key)))
                result.AddError($"{name}: '{key}' is not a condition key such as aws:PrincipalOrgID.");

            return pairs.GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(key => key.Key, key => (IReadOnlyList<string>)[.. key.Select(pair => pair.Value)], StringComparer.OrdinalIgnoreCase);
        },
    };

    public static Option<IPAddress> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = result => One(result, word => IPAddress.TryParse(word, out var address) ? address : null, "an IP address"),
    };

    public static Option<int> Count(string name, string description, int least, int most, int standard)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token, ..] && !(int.TryParse(token.Value, out var count) && count >= least && count <= most))
                result.AddError($"{name}: '{token.Value}' is not a number from {least} to {most}.");
        });
        return option;
    }

    /// <summary>A listener: scheme, address of this machine, port, and nothing else.</summary>
    public static Uri? Listener(string word, params string[] schemes) =>
        Uri.TryCreate(word, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme) && url.PathAndQuery == "/" && url.UserInfo.Length == 0
            && (url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out _))
            ? url
            : null;

    public static Option<Uri> Url(string name, string description, params string[] schemes) => new(name)
    {
        Description = description,
        HelpName = $"{schemes[0]}://ADDRESS:PORT",
        CustomParser = result => One(result, word => Listener(word, schemes), $"an address such as {schemes[0]}://127.0.0.1:8079"),
    };

    /// <summary>As many <c>Key=Value</c> as follow, as <c>sam</c> takes them; the option may be repeated.</summary>
    public static Option<Dictionary<string, string>> Pairs(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "Key=Value ...",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result =>
        {
            var pairs = new Dictionary<string, string>();
            foreach (var (key, value) in result.Tokens.Select(token => Pair(result, name, token.Value)))
                pairs[key] = value;

            return pairs;
        },
    };

    /// <returns>An empty key where the word is not a pair; the error is in the result.</returns>
    public static KeyValuePair<string, string> Pair(ArgumentResult result, string name, string word)
    {
        if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            return new(word[..equals], word[(equals + 1)..]);

        result.AddError($"{name}: '{word}' is not Key=Value.");
        return new("", "");
    }

    private static T? One<T>(ArgumentResult result, Func<string, T?> parse, string kind)
        where T : class
    {
        var word = result.Tokens[0].Value;
        if (parse(word) is { } value)
            return value;

        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: '{word}' is not {kind}.");
        return null;
    }
}
