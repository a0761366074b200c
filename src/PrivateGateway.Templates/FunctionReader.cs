using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>The function that the API's methods call.</summary>
internal static partial class FunctionReader
{
    public static LambdaFunction Read(ResolvedTemplate template, IReadOnlyList<IntegratedMethod> methods)
    {
        var targets = methods.Select(Target).Distinct().ToList();
        var functions = targets.Select(target => target.Arn).Distinct().ToList();
        if (functions.Count > 1)
            throw new TemplateException(methods[0].Path, $"The gateway plays one function; the methods call {string.Join(", ", functions)}.");

        var function = template.OfType("AWS::Serverless::Function", "AWS::Lambda::Function")
            .FirstOrDefault(f => ResourceTypes.GetAtt(template.Identify(f), "Arn")!.ToString() == functions[0])
            ?? throw new TemplateException(methods[0].Path, $"{functions[0]} is not in this template.");
        return Read(template, function, isPublished: targets.TrueForAll(target => target.Qualifier.Length > 0));
    }

    /// <summary>The URI by which SAM integrates a function: through its alias where it publishes one.</summary>
    public static string InvocationPath(ResolvedTemplate template, ResolvedResource function)
    {
        var alias = function.Properties["AutoPublishAlias"].Text is { } name ? $":{name}" : "";
        var pseudo = template.Pseudo;
        return $"arn:{pseudo.Partition}:apigateway:{pseudo.Region}:lambda:path/2015-03-31/functions/"
            + $"{ResourceTypes.GetAtt(template.Identify(function), "Arn")}{alias}/invocations";
    }

    // SnapStart works on published versions: not where a method calls the function itself.
    private static LambdaFunction Read(ResolvedTemplate template, ResolvedResource function, bool isPublished)
    {
        var p = function.Properties;
        var code = p["CodeUri"] is { Exists: true } uri ? uri : p["Code"];
        return new LambdaFunction(
            template.RefOf(function),
            p["Handler"].RequiredText,
            p["Runtime"].RequiredText,
            code.Text ?? ".",
            TimeSpan.FromSeconds(Between(p["Timeout"], 1, 900) ?? 3),
            Between(p["MemorySize"], 128, 10_240) ?? 128,
            p["Environment"]["Variables"].Texts(),
            isPublished && p["SnapStart"]["ApplyOn"].Text == "PublishedVersions",
            Between(p["ReservedConcurrentExecutions"], 0, int.MaxValue));
    }

    private static int? Between(TemplateNode number, int least, int most) => number.Integer switch
    {
        null => null,
        var value when value >= least && value <= most => value,
        _ => throw number.Wrong($"a number from {least} to {most}"),
    };

    private static (string Arn, string Qualifier) Target(IntegratedMethod method) =>
        InvocationPattern().Match(method.IntegrationUri) is { Success: true } match
            ? (match.Groups[1].Value, match.Groups[2].Value)
            : throw new TemplateException(method.Path, $"'{method.IntegrationUri}' is no invocation path of a Lambda function.");

    // .../functions/arn:aws:lambda:us-east-1:123456789012:function:name[:alias]/invocations
    [GeneratedRegex(
        @"lambda:path/2015-03-31/functions/(arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:/]+):?([^/]*)/invocations$", RegexOptions.CultureInvariant)]
    private static partial Regex InvocationPattern();
}
