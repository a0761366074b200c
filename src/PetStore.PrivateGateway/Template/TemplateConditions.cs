using System.Text.Json.Nodes;

namespace PetStore.PrivateGateway.Template;

/// <summary>The Conditions section: each condition evaluated once, when it is first asked for.</summary>
internal sealed class TemplateConditions(JsonObject section, TemplatePath path, IntrinsicResolver resolver)
{
    private readonly Dictionary<string, bool?> _known = [];

    public bool IsTrue(string name, TemplatePath asked)
    {
        if (_known.TryGetValue(name, out var known))
            return known ?? throw new TemplateException(asked, $"Circular condition dependency: {string.Join(", ", _known.Where(k => k.Value is null).Select(k => k.Key))}");
        if (!section.ContainsKey(name))
            throw new TemplateException(asked, $"Unresolved condition dependency [{name}]: the template has no such condition.");

        _known[name] = null;
        var value = Evaluate(section[name], path.At(name));
        _known[name] = value;
        return value;
    }

    /// <summary>Evaluates every condition, so that a faulty one is found though nothing asks for it.</summary>
    public void Check()
    {
        foreach (var (name, _) in section)
            IsTrue(name, path.At(name));
    }

    private bool Evaluate(JsonNode? written, TemplatePath at)
    {
        if (written is not JsonObject { Count: 1 } call)
            throw new TemplateException(at, "A condition is one call of Fn::And, Fn::Or, Fn::Not, Fn::Equals or Condition.");

        var (function, argument) = call.First();
        var inner = at.At(function);
        return function switch
        {
            "Condition" when argument is JsonValue => IsTrue(argument.ToString(), inner),
            "Fn::Equals" => IsEqual(Operands(argument, inner, 2, 2), inner),
            "Fn::Not" => !Evaluate(Operands(argument, inner, 1, 1)[0], inner.At(0)),
            // Every operand is evaluated: a fault in the second is found though the first decides.
            "Fn::And" => Operands(argument, inner, 2, 10).Select((o, i) => Evaluate(o, inner.At(i))).ToList().TrueForAll(o => o),
            "Fn::Or" => Operands(argument, inner, 2, 10).Select((o, i) => Evaluate(o, inner.At(i))).ToList().Exists(o => o),
            _ => throw new TemplateException(inner, $"{function} is no condition function."),
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

    private static JsonArray Operands(JsonNode? argument, TemplatePath at, int least, int most) =>
        argument is JsonArray operands && operands.Count >= least && operands.Count <= most
            ? operands
            : throw new TemplateException(at, $"{at.Segment} takes {(least == most ? $"{least}" : $"{least} to {most}")} operands.");
}
