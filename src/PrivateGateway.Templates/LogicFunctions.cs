using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The functions of truth values, which Conditions and Rules share.</summary>
internal static class LogicFunctions
{
    /// <summary>The one function that a condition or an assertion calls, with its argument.</summary>
    public static (string Function, JsonNode? Argument) Call(JsonNode? written, TemplatePath at) =>
        written is JsonObject { Count: 1 } call && call.First() is var (function, argument)
            ? (function, argument)
            : throw new TemplateException(at, "This must be a single function that returns true or false.");

    /// <param name="evaluate">Evaluates an operand.</param>
    /// <returns>Null for another function. Every operand is evaluated, so an error in the second is found even if the first decides.</returns>
    public static bool? Evaluate(
        string function, JsonNode? argument, TemplatePath at, Func<JsonNode?, TemplatePath, bool> evaluate)
    {
        return function switch
        {
            "Fn::And" => All(least: 2, most: 10).TrueForAll(operand => operand),
            "Fn::Or" => All(least: 2, most: 10).Exists(operand => operand),
            "Fn::Not" => !All(least: 1, most: 1)[0],
            _ => null,
        };

        List<bool> All(int least, int most) =>
            [.. Operands(argument, at, least, most).Select((operand, i) => evaluate(operand, at.At(i)))];
    }

    public static JsonArray Operands(JsonNode? argument, TemplatePath at, int least, int most) =>
        argument is JsonArray operands && operands.Count >= least && operands.Count <= most
            ? operands
            : throw new TemplateException(at, $"{at.Segment} takes {(least == most ? $"{least}" : $"{least} to {most}")} operands.");
}
