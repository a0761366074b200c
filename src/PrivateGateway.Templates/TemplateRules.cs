using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The Rules section: what must hold between parameters before CloudFormation makes anything.</summary>
internal sealed class TemplateRules(JsonObject section, TemplatePath path, IntrinsicResolver resolver)
{
    /// <exception cref="TemplateException">Lists every failed assertion with its description.</exception>
    public void Check()
    {
        var broken = section.SelectMany(rule => Check(rule.Value, path.At(rule.Key))).ToList();
        if (broken.Count > 0)
            throw new TemplateException(path, string.Join("; ", broken));
    }

    // A rule about a value that was not given is skipped: CDK adds one about its BootstrapVersion, which nothing else needs.
    private List<string> Check(JsonNode? rule, TemplatePath at)
    {
        try
        {
            return [.. Broken(rule, at)];
        }
        catch (TemplateException missing) when (missing.IsMissingValue)
        {
            return [];
        }
    }

    private IEnumerable<string> Broken(JsonNode? node, TemplatePath at)
    {
        if (node is not JsonObject rule || rule["Assertions"] is not JsonArray assertions || assertions.Count == 0)
            throw new TemplateException(at, "A rule needs a list of Assertions.");
        if (rule.Select(p => p.Key).FirstOrDefault(key => key is not ("RuleCondition" or "Assertions")) is { } unknown)
            throw new TemplateException(at.At(unknown), "A rule has RuleCondition and Assertions only.");

        var applies = rule["RuleCondition"] is not { } condition || Evaluate(condition, at.At("RuleCondition"));
        for (var i = 0; i < assertions.Count; i++)
        {
            // Evaluated even where the rule does not apply, so that an error in it is found now.
            var place = at.At("Assertions").At(i);
            var holds = Evaluate(assertions[i]?["Assert"], place.At("Assert"));
            if (applies && !holds)
                yield return $"{at.Segment}: {assertions[i]!["AssertDescription"]?.ToString() ?? "assertion failed"}";
        }
    }

    private bool Evaluate(JsonNode? written, TemplatePath at)
    {
        var (function, argument) = LogicFunctions.Call(written, at);
        var inner = at.At(function);
        return function switch
        {
            "Fn::Equals" => Pair(argument, inner) is var (first, second) && first.SequenceEqual(second),
            "Fn::Contains" => Pair(argument, inner) is var (list, value) && value.All(list.Contains),
            "Fn::EachMemberIn" => Pair(argument, inner) is var (members, allowed) && members.All(allowed.Contains),
            "Fn::EachMemberEquals" => Pair(argument, inner) is var (members, value) && members.All(value.Contains),
            _ => LogicFunctions.Evaluate(function, argument, inner, Evaluate)
                ?? throw new TemplateException(inner, $"{function} is not a known rule function."),
        };
    }

    private (IReadOnlyList<string> First, IReadOnlyList<string> Second) Pair(JsonNode? argument, TemplatePath at)
    {
        var operands = LogicFunctions.Operands(argument, at, 2, 2);
        return (Values(operands[0], at.At(0)), Values(operands[1], at.At(1)));
    }

    // A single value is a list of one.
    private IReadOnlyList<string> Values(JsonNode? written, TemplatePath at)
    {
        if (written is JsonObject { Count: 1 } call && call.First() is { Key: "Fn::RefAll" } all)
            return [.. resolver.Parameters.Values.Where(p => p.Type == all.Value?.ToString()).SelectMany(p => Texts(p.Value))];
        if (written is JsonObject { Count: 1 } attribute && attribute.First().Key is "Fn::ValueOf" or "Fn::ValueOfAll")
            throw new TemplateException(at, "Only AWS knows the attributes of a parameter's resource.");

        return Texts(resolver.Resolve(written, at) ?? throw new TemplateException(at, "AWS::NoValue cannot be compared."));
    }

    private static IReadOnlyList<string> Texts(JsonNode value) =>
        value is JsonArray items ? [.. items.Select(item => item!.ToString())] : [value.ToString()];
}
