namespace PrivateGateway.Templates;

/// <summary>The stages: SAM's is part of the API; CloudFormation's are resources of their own, or part of a deployment.</summary>
internal static class StageReader
{
    public static IReadOnlyList<ApiStage> Read(ResolvedTemplate template, ResolvedResource api, string apiId)
    {
        if (api.Type == "AWS::Serverless::Api")
            return [Read(api.Properties, api.Properties)];

        ApiStage[] stages =
        [
            .. template.OfType("AWS::ApiGateway::Stage").Where(Belongs).Select(s => Read(s.Properties, s.Properties)),
            .. template.OfType("AWS::ApiGateway::Deployment").Where(Belongs).Where(d => d.Properties["StageName"].Exists)
                .Select(d => Read(d.Properties, d.Properties["StageDescription"])),
        ];
        return stages.Length > 0 ? stages : throw new TemplateException(api.Path, "The API has no stage: add an AWS::ApiGateway::Stage.");

        bool Belongs(ResolvedResource resource) => resource.Properties["RestApiId"].Text == apiId;
    }

    private static ApiStage Read(TemplateNode named, TemplateNode settings)
    {
        var ofMethods = settings["MethodSettings"].Items().ToLookup(IsOfAllMethods);
        var all = ofMethods[true].FirstOrDefault();
        var name = named["StageName"].RequiredText;
        if (name.Length is 0 or > 128 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw new TemplateException(named["StageName"].Path, "Stage name only allows a-zA-Z0-9_- (at most 128)");

        // CloudFormation gives the settings of a stage's every method either in MethodSettings or flat, in StageDescription.
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
