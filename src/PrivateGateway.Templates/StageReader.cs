namespace PrivateGateway.Templates;

/// <summary>The stages: SAM's first one is part of the API; the others are resources of their own, or part of a deployment.</summary>
internal static class StageReader
{
    public static IReadOnlyList<ApiStage> Read(ApiContext api)
    {
        var template = api.Template;
        var deployments = api.OfType("AWS::ApiGateway::Deployment").Where(deployment => deployment.Properties["StageName"].Exists);
        List<ApiStage> stages =
        [
            .. api.IsSam ? ReadSam(api) : [],
            .. template.Obstacles.Each(api.OfType("AWS::ApiGateway::Stage"), stage =>
            {
                PropertyTable.Check(template, stage);
                return Read(template, stage.Properties, stage.Properties);
            }),
            .. template.Obstacles.Each(deployments, deployment =>
            {
                PropertyTable.Check(template, deployment);
                PropertyTable.Check(template, "AWS::ApiGateway::Deployment.StageDescription", deployment.Properties["StageDescription"]);
                return Read(template, deployment.Properties, deployment.Properties["StageDescription"]);
            }),
        ];
        return stages.Count > 0
            ? [.. stages.DistinctBy(stage => stage.Name)]
            : throw new TemplateException(api.Resource.Path, "The API has no stage: add an AWS::ApiGateway::Stage.");
    }

    // Without OpenApiVersion, SAM's deployment makes a further stage, named "Stage".
    private static List<ApiStage> ReadSam(ApiContext api)
    {
        var p = api.Resource.Properties;
        var stage = Read(api.Template, p, p);
        return p["OpenApiVersion"].Exists || stage.Name == "Stage" ? [stage]
            : [stage, new ApiStage("Stage", new Dictionary<string, string>(), null, null, null)];
    }

    private static ApiStage Read(ResolvedTemplate template, TemplateNode named, TemplateNode settings)
    {
        foreach (var setting in settings["MethodSettings"].Items())
            PropertyTable.Check(template, "AWS::Serverless::Api.MethodSettings", setting);

        var ofMethods = settings["MethodSettings"].Items().ToLookup(IsOfAllMethods);
        var all = ofMethods[true].FirstOrDefault();
        var name = named["StageName"].RequiredText;
        if (name.Length is 0 or > 128 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new TemplateException(named["StageName"].Path, "Stage name only allows a-zA-Z0-9_- (at most 128)");

        // CloudFormation has the settings for all methods of a stage in MethodSettings, or directly in StageDescription.
        var limits = all.Exists ? all : settings;
        return new ApiStage(
            name,
            settings["Variables"].Texts(),
            ReadAccessLog(settings["AccessLogSetting"]["Format"]),
            limits["ThrottlingRateLimit"].Number,
            limits["ThrottlingBurstLimit"].Integer)
        {
            MethodThrottles = [.. ofMethods[false].Select(ReadThrottle).Where(t => t.RateLimit is not null || t.BurstLimit is not null)],
        };
    }

    private static MethodThrottle ReadThrottle(TemplateNode setting) => new(
        ResourcePathOf(setting["ResourcePath"].RequiredText),
        setting["HttpMethod"].RequiredText.ToUpperInvariant(),
        setting["ThrottlingRateLimit"].Number,
        setting["ThrottlingBurstLimit"].Integer);

    // Slashes after the first may be written as ~1, as in JSON pointers.
    private static string ResourcePathOf(string written) =>
        "/" + written.Replace("~1", "/", StringComparison.Ordinal).TrimStart('/');

    private static bool IsOfAllMethods(TemplateNode setting) =>
        setting["HttpMethod"].Text == "*" && setting["ResourcePath"].Text is "/*";

    private static string? ReadAccessLog(TemplateNode format) => format.Text is { } text && text.TrimEnd().Contains('\n')
        ? throw new TemplateException(
            format.Path, "Access Log format must be single line, new line character is allowed only at end of the format")
        : format.Text;
}
