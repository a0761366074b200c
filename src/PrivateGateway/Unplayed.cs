using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>Features of an API that the gateway reads but does not play yet. To ignore one would be to decide wrongly.</summary>
internal static class Unplayed
{
    /// <exception cref="GatewayStartException">With every such feature of the API, each on a line.</exception>
    public static void Refuse(PrivateApi api)
    {
        var found = Of(api).ToList();
        if (found.Count > 0)
            throw new GatewayStartException($"The gateway does not play this yet:\n  {string.Join("\n  ", found)}");
    }

    private static IEnumerable<string> Of(PrivateApi api)
    {
        if (api.Stages.Count(stage => stage.Name != "Stage") > 1)
            yield return $"several stages: {string.Join(", ", api.Stages.Select(stage => stage.Name))}";
        if (api.Stages.Any(stage => stage.MethodThrottles.Count > 0) || api.UsagePlans.Any(plan => plan.Stages.Any(stage => stage.MethodThrottles.Count > 0)))
            yield return "limits of single methods";
        if (api.Functions.Count != 1)
            yield return $"{api.Functions.Count} functions";
        if (api.CustomDomains.Count > 1)
            yield return "several custom domains or base paths";
        if (api.DisableExecuteApiEndpoint)
            yield return "DisableExecuteApiEndpoint";
        if (api.GatewayResponses.Count > 0)
            yield return "gateway responses";
        if (api.ApiKeyFromAuthorizer)
            yield return "API keys from an authorizer";
        foreach (var method in api.Methods)
        {
            var name = $"{method.HttpMethod} {method.ResourcePath}";
            if (method.Integration is not LambdaProxyIntegration { Streams: false })
                yield return $"{name}: {method.Integration.GetType().Name}, streamed or not a Lambda proxy integration";
            if (method.Authorizer is not null)
                yield return $"{name}: the authorizer {method.Authorizer.Name}";
            if (method.Validation is not null)
                yield return $"{name}: request validation";
        }
    }
}
