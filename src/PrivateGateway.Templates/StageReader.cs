namespace PrivateGateway.Templates;

/// <summary>The stage: SAM's is part of the API; CloudFormation's is a resource of its own, or part of a deployment.</summary>
internal static class StageReader
{
    public static ApiStage Read(ResolvedTemplate template, ResolvedResource api, string apiId)
    {
        if (api.Type == "AWS::Serverless::Api")
            return Read(api.Properties, api.Properties);

        var stages = template.OfType("AWS::ApiGateway::Stage").Where(Belongs).Select(s => Read(s.Properties, s.Properties))
            .Concat(template.OfType("AWS::ApiGateway::Deployment").Where(Belongs).Where(d => d.Properties["StageName"].Exists)
                .Select(d => Read(d.Properties, d.Properties["StageDescription"])))
            .ToList();
        return stages is [var stage]
            ? stage
            : throw new TemplateException(api.Path, $"The gateway plays one stage; this API has {stages.Count}.");

        bool Belongs(ResolvedResource resource) => resource.Properties["RestApiId"].Text == apiId;
    }

    private static ApiStage Read(TemplateNode named, TemplateNode settings)
    {
        var ofMethods = settings["MethodSettings"].Items().ToLookup(IsOfAllMethods);
        foreach (var limit in ofMethods[false].SelectMany(one => new[] { one["ThrottlingRateLimit"], one["ThrottlingBurstLimit"] }))
        {
            if (limit.Exists)
                throw ThrottlesOneMethod(limit);
        }

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
            limits["ThrottlingBurstLimit"].Integer);
    }

    /// <summary>How a method's own limits and the stage's go together is not documented.</summary>
    public static TemplateException ThrottlesOneMethod(TemplateNode limit) =>
        new(limit.Path, "The gateway throttles a stage and the keys of usage plans, but no single method.");

    private static bool IsOfAllMethods(TemplateNode setting) =>
        setting["HttpMethod"].Text == "*" && setting["ResourcePath"].Text is "/*" or "/";

    private static string? ReadAccessLog(TemplateNode format) => format.Text is { } text && text.TrimEnd().Contains('\n')
        ? throw new TemplateException(
            format.Path, "Access Log format must be single line, new line character is allowed only at end of the format")
        : format.Text;
}
