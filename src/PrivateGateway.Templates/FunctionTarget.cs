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

    /// <summary>A name, <c>name:live</c>, an ARN, or what Lambda takes as one: <c>123456789012:function:name</c>, <c>function:name:live</c>.</summary>
    public static (string Name, string? Qualifier) Split(string functionArn)
    {
        var match = FunctionName().Match(functionArn);
        return match.Success
            ? (match.Groups["name"].Value, match.Groups["qualifier"].Value is { Length: > 0 } and not "$LATEST" and var qualifier ? qualifier : null)
            : (functionArn, null);
    }

    // The pattern of FunctionName in Lambda's API reference.
    [GeneratedRegex(
        @"^(arn:[^:]+:lambda:)?([a-z]{2}(-[a-z]+)+-\d:)?(\d{12}:)?(function:)?(?<name>[^:]+)(:(?<qualifier>[^:]+))?$", RegexOptions.CultureInvariant)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\$\{stageVariables\.([A-Za-z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex StageVariable();
}
