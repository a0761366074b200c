using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>An API as its template describes it, with the options that it is served with.</summary>
internal sealed record LoadedApi(PrivateApi Api, GatewayOptions Options)
{
    /// <summary>The files that the API is made from.</summary>
    public IEnumerable<string> Files =>
        [Options.TemplatePath, .. Api.IncludedFiles, .. new[] { Options.EndpointTemplatePath, Options.JwksPath }.OfType<string>()];

    /// <exception cref="TemplateException">A template cannot be deployed, or uses something that the gateway does not support.</exception>
    /// <exception cref="GatewayStartException">Two APIs would have the same address.</exception>
    public static IReadOnlyList<LoadedApi> LoadAll(GatewayOptions options)
    {
        IReadOnlyList<LoadedApi> apis = [.. options.PerApi.Select(one => new LoadedApi(
            DeployedTemplate.Load(one.TemplatePath, one.ParameterOverrides, one.Pseudo, one.Values, one.Api), one))];
        if (apis.FirstOrDefault(one => one.Api.Region != apis[0].Api.Region) is { } elsewhere)
            throw new GatewayStartException($"{elsewhere} is in {elsewhere.Api.Region}: a VPC endpoint serves the APIs of one region, {apis[0].Api.Region}.");

        foreach (var same in apis.GroupBy(one => one.Api.ApiId).Where(group => group.Skip(1).Any()))
            throw new GatewayStartException($"{string.Join(" and ", same)} are the same API. Give each template a stack name of its own.");

        var mappings = apis.SelectMany(one => one.Api.CustomDomains, (one, domain) => (Api: one, domain.Name, domain.BasePath));
        foreach (var same in mappings.GroupBy(mapping => (mapping.Name.ToUpperInvariant(), mapping.BasePath)).Where(group => group.Skip(1).Any()))
            throw new GatewayStartException($"{string.Join(" and ", same.Select(mapping => mapping.Api))} are mapped to the same base path '{same.First().BasePath}' of {same.First().Name}.");

        return apis;
    }

    public override string ToString() => $"{Path.GetFileName(Options.TemplatePath)}'s {Api.LogicalId}";
}
