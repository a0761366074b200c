namespace PrivateGateway.Templates;

/// <summary>The functions that the API's methods call.</summary>
internal static class FunctionReader
{
    /// <param name="called">The ARNs in the URIs of integrations and authorizers, each with its place.</param>
    public static IReadOnlyList<LambdaFunction> Read(
        ResolvedTemplate template, IReadOnlyList<(string Arn, TemplatePath Path)> called, IReadOnlyList<ApiStage> stages)
    {
        var targets = called
            .SelectMany(call => stages.Select(stage => FunctionTarget.Split(FunctionTarget.InStage(call.Arn, stage))))
            .ToLookup(target => target.Name, target => target.Qualifier);
        var written = template.OfType("AWS::Serverless::Function", "AWS::Lambda::Function").ToDictionary(template.RefOf);
        return
        [
            .. targets.Select(target => written.TryGetValue(target.Key, out var function)
                ? Read(template, function, isPublished: target.All(qualifier => qualifier is not null))
                : new LambdaFunction(target.Key, target.Key) { Code = new FunctionCode.Elsewhere("a function of another stack") }),
        ];
    }

    /// <summary>The URI by which SAM integrates a function: through its alias where it publishes one.</summary>
    public static string InvocationPath(ResolvedTemplate template, ResolvedResource function, bool streams)
    {
        var alias = function.Properties["AutoPublishAlias"].Text is { } name ? $":{name}" : "";
        var pseudo = template.Pseudo;
        var (version, action) = streams ? ("2021-11-15", "response-streaming-invocations") : ("2015-03-31", "invocations");
        return $"arn:{pseudo.Partition}:apigateway:{pseudo.Region}:lambda:path/{version}/functions/"
            + $"{ResourceTypes.GetAtt(template.Identify(function), "Arn")}{alias}/{action}";
    }

    // SnapStart works on published versions: not where a method calls the function itself.
    private static LambdaFunction Read(ResolvedTemplate template, ResolvedResource function, bool isPublished)
    {
        var p = function.Properties;
        var name = template.RefOf(function);
        return new LambdaFunction(function.LogicalId, name)
        {
            Handler = p["Handler"].Text,
            Runtime = p["Runtime"].Text,
            Code = ReadCode(function),
            Timeout = TimeSpan.FromSeconds(Between(p["Timeout"], 1, 900) ?? 3),
            MemoryMegabytes = Between(p["MemorySize"], 128, 10_240) ?? 128,
            Environment = p["Environment"]["Variables"].Texts(),
            SnapStart = isPublished && p["SnapStart"]["ApplyOn"].Text == "PublishedVersions",
            ReservedConcurrency = Between(p["ReservedConcurrentExecutions"], 0, int.MaxValue),
            Permissions = PermissionReader.Read(template, function, name),
        };
    }

    private static FunctionCode ReadCode(ResolvedResource function)
    {
        var p = function.Properties;
        if (p["PackageType"].Text == "Image")
            return new FunctionCode.Elsewhere("a container image");

        // Only images need neither.
        _ = (p["Handler"].RequiredText, p["Runtime"].RequiredText);
        if (p["InlineCode"].Text is { } inline)
            return new FunctionCode.Inline(inline);

        var code = p[function.Type == "AWS::Serverless::Function" ? "CodeUri" : "Code"];
        return code switch
        {
            { Value: System.Text.Json.Nodes.JsonObject } when code["ZipFile"].Text is { } source => new FunctionCode.Inline(source),
            { Value: System.Text.Json.Nodes.JsonObject } => new FunctionCode.Elsewhere($"S3: {code.Value.ToJsonString()}"),
            { Text: { } text } when text.StartsWith("s3://", StringComparison.Ordinal) => new FunctionCode.Elsewhere(text),
            _ => new FunctionCode.Local(code.Text ?? "."),
        };
    }

    private static int? Between(TemplateNode number, int least, int most) => number.Integer switch
    {
        null => null,
        var value when value >= least && value <= most => value,
        _ => throw number.Wrong($"a number from {least} to {most}"),
    };
}
