using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>A parameter's declaration with the value that it has in this run.</summary>
/// <param name="Given">A string, or an array of strings for the list types: what Ref gives. Null: it was not given.</param>
internal sealed record TemplateParameter(string Name, string Type, JsonNode? Given, TemplatePath Path)
{
    /// <exception cref="TemplateException">The value is needed, but was not given.</exception>
    public JsonNode Value => Given ?? throw new TemplateException(Path, IsOfSystemsManager
        ? $"Only AWS knows the value of parameter {Name}, which is kept in Systems Manager. Give it with --parameter-overrides '{Name}=...'."
        : $"Parameter {Name} must have a value. Give it with --parameter-overrides '{Name}=...'.")
        { IsMissingValue = true };

    public bool IsOfSystemsManager => Type.StartsWith("AWS::SSM::Parameter::Value<", StringComparison.Ordinal);
}

/// <summary>The Parameters section, with overrides: each value checked as CloudFormation checks it.</summary>
internal static class TemplateParameters
{
    private static readonly string[] KnownAttributes =
    [
        "AllowedPattern", "AllowedValues", "ConstraintDescription", "Default", "Description", "MaxLength", "MaxValue", "MinLength",
        "MinValue", "NoEcho", "Type",
    ];

    public static IReadOnlyDictionary<string, TemplateParameter> Read(
        TemplateDocument document, IReadOnlyDictionary<string, string> overrides)
    {
        var section = document.Section("Parameters");
        var path = document.Path.At("Parameters");
        var unknown = overrides.Keys.Where(name => !section.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new TemplateException(path, $"Parameters: [{string.Join(", ", unknown)}] do not exist in the template");

        return section.ToDictionary(p => p.Key, p => Read(p.Key, p.Value, path.At(p.Key), overrides.GetValueOrDefault(p.Key)));
    }

    private static TemplateParameter Read(string name, JsonNode? node, TemplatePath path, string? given)
    {
        var declaration = node as JsonObject ?? throw new TemplateException(path, "A parameter's declaration must be an object.");
        foreach (var (attribute, _) in declaration)
        {
            if (!KnownAttributes.Contains(attribute, StringComparer.Ordinal))
                throw new TemplateException(path.At(attribute), $"A parameter has no attribute named {attribute}.");
        }

        var type = declaration["Type"] is { } t ? Text(t, path.At("Type"))
            : throw new TemplateException(path, "Every Parameters object must contain a Type member.");
        var parameter = new TemplateParameter(name, type, null, path);
        // The default of a Systems Manager type is the name under which the value is kept.
        if ((given ?? (parameter.IsOfSystemsManager || declaration["Default"] is null ? null : Text(declaration["Default"], path.At("Default")))) is not { } text)
        {
            ParameterTypes.CheckType(name, type, path);
            return parameter;
        }

        var isList = type.Contains("List<", StringComparison.Ordinal) || type is "CommaDelimitedList" || type.Contains("<CommaDelimitedList>", StringComparison.Ordinal);
        string[] values = !isList ? [text] : text.Length == 0 ? [] : [.. text.Split(',').Select(value => value.Trim())];
        foreach (var value in values)
        {
            ParameterTypes.Check(name, type, value, path);
            CheckConstraints(name, declaration, value, path);
        }

        return parameter with { Given = isList ? new JsonArray([.. values.Select(v => JsonValue.Create(v))]) : JsonValue.Create(text) };
    }

    private static void CheckConstraints(string name, JsonObject declaration, string value, TemplatePath path)
    {
        if (declaration["AllowedValues"] is JsonArray allowed
            && !allowed.Select((v, i) => Text(v, path.At("AllowedValues").At(i))).Contains(value, StringComparer.Ordinal))
            Refuse("AllowedValues", $"must be one of AllowedValues: {string.Join(", ", allowed)}");
        if (declaration["AllowedPattern"] is { } pattern && !Matches(Text(pattern, path), value, path.At("AllowedPattern")))
            Refuse("AllowedPattern", $"must match pattern {pattern}");
        if (Limit("MinLength") is { } shortest && value.Length < shortest)
            Refuse("MinLength", $"must contain at least {shortest} characters");
        if (Limit("MaxLength") is { } longest && value.Length > longest)
            Refuse("MaxLength", $"must contain at most {longest} characters");
        if (Limit("MinValue") is { } least && Number(value) < least)
            Refuse("MinValue", $"must be a number not less than {least}");
        if (Limit("MaxValue") is { } most && Number(value) > most)
            Refuse("MaxValue", $"must be a number not greater than {most}");

        double? Limit(string attribute) => declaration[attribute] is { } limit ? Number(Text(limit, path.At(attribute))) : null;

        void Refuse(string attribute, string rule)
        {
            var shown = IsSecret(declaration) ? "" : $" (given: '{value}')";
            var why = declaration["ConstraintDescription"] is { } description ? $": {description}" : "";
            throw new TemplateException(path.At(attribute), $"Parameter '{name}' {rule}{shown}{why}");
        }
    }

    private static bool IsSecret(JsonObject declaration) =>
        string.Equals(declaration["NoEcho"]?.ToString(), "true", StringComparison.OrdinalIgnoreCase);

    // CloudFormation's patterns must match the whole value. A pattern that takes too long is stopped.
    private static bool Matches(string pattern, string value, TemplatePath path)
    {
        try
        {
            return Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            throw new TemplateException(path, $"This pattern cannot be used: {exception.Message}");
        }
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static string Text(JsonNode? node, TemplatePath path) =>
        node is JsonValue ? node.ToString() : throw new TemplateException(path, "This must be a string, a number or a Boolean.");
}
