using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The functions that the API's methods and authorizers call.</summary>
internal static class FunctionReader
{
    public static IReadOnlyList<LambdaFunction> Read(
        ApiContext api, IEnumerable<string> samAuthorizers, IReadOnlyList<PlacedMethod> methods, IReadOnlyList<ApiStage> stages)
    {
        var template = api.Template;
        var targets = methods.Select(method => method.Method).SelectMany(CalledBy)
            .SelectMany(arn => stages.Where(stage => FunctionTarget.IsKnownIn(arn, stage)).Select(stage => FunctionTarget.Split(FunctionTarget.InStage(arn, stage))))
            .ToLookup(target => target.Name, target => target.Qualifier);
        var written = template.OfType("AWS::Serverless::Function", "AWS::Lambda::Function").DistinctBy(template.RefOf).ToDictionary(template.RefOf);
        foreach (var alias in template.OfType("AWS::Lambda::Alias").Where(alias => targets.Contains(FunctionTarget.Split(template.RefOf(alias)).Name)))
            PropertyTable.Check(template, alias);

        return template.Obstacles.Each(targets, target => written.TryGetValue(target.Key, out var function)
            ? Read(api, function, isPublished: target.All(qualifier => qualifier is not null), samAuthorizers)
            : new LambdaFunction(target.Key, target.Key) { Code = new FunctionCode.Elsewhere("a function of another stack") });
    }

    private static IEnumerable<string> CalledBy(ApiMethod method)
    {
        if (method.Integration is LambdaProxyIntegration proxy)
            yield return proxy.FunctionArn;
        if (method.Integration is LambdaCustomIntegration custom)
            yield return custom.FunctionArn;
        if (method.Authorizer is LambdaAuthorizer authorizer)
            yield return authorizer.FunctionArn;
    }

    // SnapStart works on published versions only, not where a method calls the function without a qualifier.
    private static LambdaFunction Read(ApiContext api, ResolvedResource function, bool isPublished, IEnumerable<string> samAuthorizers)
    {
        PropertyTable.Check(api.Template, function);
        var p = function.Properties;
        var name = api.Template.RefOf(function);
        var (environment, missing) = ReadEnvironment(p["Environment"]["Variables"]);
        return new LambdaFunction(function.LogicalId, name)
        {
            Handler = p["Handler"].Text,
            Runtime = p["Runtime"].Text,
            Code = ReadCode(function),
            Timeout = TimeSpan.FromSeconds(Between(p["Timeout"], 1, 900) ?? 3),
            MemoryMegabytes = Between(p["MemorySize"], 128, 10_240) ?? 128,
            Environment = environment,
            MissingEnvironment = missing,
            SnapStart = isPublished && p["SnapStart"]["ApplyOn"].Text == "PublishedVersions",
            ReservedConcurrency = Between(p["ReservedConcurrentExecutions"], 0, int.MaxValue),
            Permissions = PermissionReader.Read(api, function, name, samAuthorizers),
        };
    }

    private static (Dictionary<string, string> Known, Dictionary<string, string> Missing) ReadEnvironment(TemplateNode variables)
    {
        var (known, missing) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var (name, value) in variables.Members())
        {
            try
            {
                known[name] = value.RequiredText;
            }
            catch (TemplateException exception) when (exception.IsMissingValue)
            {
                missing[name] = exception.Message;
            }
        }

        return (known, missing);
    }

    private static FunctionCode ReadCode(ResolvedResource function)
    {
        var p = function.Properties;
        if (p["PackageType"].Text == "Image")
            return new FunctionCode.Elsewhere("a container image");

        // Required, except for images.
        _ = (p["Handler"].RequiredText, p["Runtime"].RequiredText);
        if (function.AssetPath is { } asset)
            return new FunctionCode.Local(asset);
        if (p["InlineCode"].Text is { } inline)
            return new FunctionCode.Inline(inline);

        var code = p[function.Type == "AWS::Serverless::Function" ? "CodeUri" : "Code"];
        if (code.IsObject)
            return code["ZipFile"].Text is { } source ? new FunctionCode.Inline(source) : new FunctionCode.Elsewhere("an object in S3");

        return code.Text is { } text && text.StartsWith("s3://", StringComparison.Ordinal)
            ? new FunctionCode.Elsewhere(text)
            : new FunctionCode.Local(code.Text ?? ".");
    }

    private static int? Between(TemplateNode number, int least, int most) => number.Integer switch
    {
        null => null,
        var value when value >= least && value <= most => value,
        _ => throw number.Wrong($"a number from {least} to {most}"),
    };
}
