using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>Values that only AWS knows, given on the command line by the expression that asks for them.</summary>
/// <param name="given">By expression: <c>!ImportValue net-subnet</c>, <c>!GetAtt Lb.DNSName</c>, <c>!Ref Vpc</c>, <c>{{resolve:ssm:/path}}</c>.</param>
internal sealed partial class OutsideValues(IReadOnlyDictionary<string, string> given)
{
    public static OutsideValues None { get; } = new(new Dictionary<string, string>());

    /// <returns>Null where it was not given.</returns>
    public JsonNode? Find(string expression) => given.TryGetValue(expression, out var value) ? JsonValue.Create(value) : null;

    /// <exception cref="TemplateException">The value was not given; the message names the option for it.</exception>
    public JsonNode Required(string expression, TemplatePath path) =>
        Find(expression) ?? throw new TemplateException(path, $"Only AWS knows {expression}. Give it with --value '{expression}=...'.") { IsMissingValue = true };

    /// <summary>A literal, with its dynamic references replaced.</summary>
    public JsonNode Resolve(JsonValue literal, TemplatePath path) =>
        literal.TryGetValue(out string? text) && text.Contains("{{resolve:", StringComparison.Ordinal)
            ? JsonValue.Create(DynamicReference().Replace(text, match => Required(match.Value, path).ToString()))
            : literal.DeepClone();

    [GeneratedRegex(@"\{\{resolve:[^}]*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex DynamicReference();
}
