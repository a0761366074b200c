using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The Conditions section: each condition evaluated once, when it is first asked for.</summary>
internal sealed class TemplateConditions(JsonObject section, TemplatePath path, IntrinsicResolver resolver)
{
    private readonly Dictionary<string, bool?> _known = [];

    public bool IsTrue(string name, TemplatePath asked)
    {
        if (_known.TryGetValue(name, out var known))
            return known ?? throw new TemplateException(asked, $"Circular condition dependency: {string.Join(", ", Unfinished)}");
        if (!section.ContainsKey(name))
            throw new TemplateException(asked, $"Unresolved condition dependency [{name}]: the template has no such condition.");

        _known[name] = null;
        var value = Evaluate(section[name], path.At(name));
        _known[name] = value;
        return value;
    }

    private IEnumerable<string> Unfinished => _known.Where(condition => condition.Value is null).Select(condition => condition.Key);

    private bool Evaluate(JsonNode? written, TemplatePath at)
    {
        var (function, argument) = LogicFunctions.Call(written, at);
        var inner = at.At(function);
        return function switch
        {
            "Condition" when argument is JsonValue => IsTrue(argument.ToString(), inner),
            "Fn::Equals" => IsEqual(LogicFunctions.Operands(argument, inner, 2, 2), inner),
            _ => LogicFunctions.Evaluate(function, argument, inner, Evaluate)
                ?? throw new TemplateException(inner, $"{function} is not a condition function."),
        };
    }

    private bool IsEqual(JsonArray operands, TemplatePath at) => Comparable(operands[0], at.At(0)) == Comparable(operands[1], at.At(1));

    // 1 and "1" are equal to CloudFormation, which keeps scalars as strings.
    private string Comparable(JsonNode? written, TemplatePath at) => resolver.Resolve(written, at) switch
    {
        JsonArray list => $"[{string.Join(",", list)}]",
        { } value => value.ToString(),
        null => throw new TemplateException(at, "AWS::NoValue cannot be compared."),
    };
}
