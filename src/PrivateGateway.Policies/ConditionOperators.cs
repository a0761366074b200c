using System.Globalization;

namespace PrivateGateway.Policies;

/// <summary>IAM's condition operators: how each reads a value of the policy and compares a value of the request with it.</summary>
internal static class ConditionOperators
{
    /// <param name="Read">From a policy's value to a comparison; throws FormatException for a value that the operator does not accept.</param>
    internal sealed record ConditionOperator(string Name, bool IsNegated, Func<string, bool, ValueComparison> Read);

    private static readonly Dictionary<string, ConditionOperator> ByName = new(StringComparer.OrdinalIgnoreCase);

    static ConditionOperators()
    {
        Add("StringEquals", "StringNotEquals", (text, variables) => Text(text, variables, wildcards: false, StringComparison.Ordinal));
        Add("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
            (text, variables) => Text(text, variables, wildcards: false, StringComparison.OrdinalIgnoreCase));
        Add("StringLike", "StringNotLike", (text, variables) => Text(text, variables, wildcards: true, StringComparison.Ordinal));
        Add("ArnEquals", "ArnNotEquals", Arn);
        Add("ArnLike", "ArnNotLike", Arn);
        Add("IpAddress", "NotIpAddress", (text, _) => Ip(text));
        Add("Bool", null, Boolean);
        Add("BinaryEquals", null, (text, _) => Binary(text));
        Add("Null", null, (text, _) => Boolean(text, false));
        AddOrdered("Numeric", Number);
        AddOrdered("Date", Date);
    }

    /// <returns>Null for an unknown operator.</returns>
    public static ConditionOperator? Find(string name) => ByName.GetValueOrDefault(name);

    private static void Add(string name, string? negated, Func<string, bool, ValueComparison> read)
    {
        ByName.Add(name, new ConditionOperator(name, false, read));
        if (negated is not null)
            ByName.Add(negated, new ConditionOperator(negated, true, read));
    }

    private static void AddOrdered<T>(string kind, Func<string, T?> parse)
        where T : struct, IComparable<T>
    {
        Add($"{kind}Equals", $"{kind}NotEquals", Compare(order => order == 0));
        Add($"{kind}LessThan", null, Compare(order => order < 0));
        Add($"{kind}LessThanEquals", null, Compare(order => order <= 0));
        Add($"{kind}GreaterThan", null, Compare(order => order > 0));
        Add($"{kind}GreaterThanEquals", null, Compare(order => order >= 0));

        Func<string, bool, ValueComparison> Compare(Func<int, bool> holds) => (text, _) =>
        {
            var limit = parse(text) ?? throw new FormatException($"'{text}' is not a {kind.ToLowerInvariant()} value.");
            return (requested, _) => parse(requested) is { } value && holds(value.CompareTo(limit));
        };
    }

    private static ValueComparison Text(string text, bool variables, bool wildcards, StringComparison comparison)
    {
        var pattern = WildcardPattern.Parse(text, wildcards, variables);
        ConditionKeys.RequireKnown(pattern.Variables);
        return (requested, request) => pattern.Matches(requested, request, comparison);
    }

    // ArnEquals and ArnLike behave identically.
    private static ValueComparison Arn(string text, bool variables)
    {
        var pattern = ResourcePattern.ParseForCondition(text, variables);
        ConditionKeys.RequireKnown(pattern.Variables);
        return pattern.Matches;
    }

    private static ValueComparison Ip(string text)
    {
        var range = AddressRange.Parse(text);
        return (requested, _) => range.Contains(requested);
    }

    private static ValueComparison Boolean(string text, bool variables)
    {
        if (!(variables && text.Contains("${", StringComparison.Ordinal)) && !bool.TryParse(text, out _))
            throw new FormatException($"'{text}' is neither true nor false.");

        return Text(text, variables, wildcards: false, StringComparison.OrdinalIgnoreCase);
    }

    private static ValueComparison Binary(string text)
    {
        var bytes = Base64(text) ?? throw new FormatException($"'{text}' is not base64.");
        return (requested, _) => Base64(requested) is { } value && value.AsSpan().SequenceEqual(bytes);
    }

    private static byte[]? Base64(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    // ISO 8601 as W3C profiles it (https://www.w3.org/TR/NOTE-datetime), or seconds since 1970.
    private static DateTimeOffset? Date(string text)
    {
        string[] formats = ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];
        if (DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return date;

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= -62_135_596_800 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}
