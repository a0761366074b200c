using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>The function that an integration or an authorizer calls in one stage.</summary>
/// <param name="Qualifier">An alias or a version; null: $LATEST.</param>
internal sealed partial record FunctionTarget(LambdaFunction Function, string? Qualifier)
{
    /// <param name="functionArn">A function's ARN or name with an optional qualifier; <c>${stageVariables.x}</c> in it stands for the stage's value.</param>
    /// <returns>Null where the API has no such function.</returns>
    public static FunctionTarget? Find(IEnumerable<LambdaFunction> functions, string functionArn, ApiStage stage)
    {
        var (name, qualifier) = Split(InStage(functionArn, stage));
        return functions.FirstOrDefault(function => function.Name == name) is { } found ? new(found, qualifier) : null;
    }

    /// <summary>The text with the stage's variables put in; a variable that the stage lacks is empty.</summary>
    public static string InStage(string text, ApiStage stage) =>
        StageVariable().Replace(text, match => stage.Variables.GetValueOrDefault(match.Groups[1].Value, ""));

    /// <summary>Whether the stage has every variable that the text names.</summary>
    public static bool IsKnownIn(string text, ApiStage stage) =>
        StageVariable().Matches(text).All(match => stage.Variables.ContainsKey(match.Groups[1].Value));

    /// <summary><c>arn:aws:lambda:us-east-1:123456789012:function:name:live</c>, <c>123456789012:function:name:live</c>, or <c>name:live</c>.</summary>
    public static (string Name, string? Qualifier) Split(string functionArn)
    {
        var parts = functionArn.Split(':');
        var name = parts is ["arn", _, "lambda", _, _, "function", ..] ? parts[6..] : parts is [{ Length: 12 }, "function", ..] ? parts[2..] : parts;
        return (name[0], name.Length > 1 && name[1] is { Length: > 0 } and not "$LATEST" ? name[1] : null);
    }

    [GeneratedRegex(@"\$\{stageVariables\.([A-Za-z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex StageVariable();
}
