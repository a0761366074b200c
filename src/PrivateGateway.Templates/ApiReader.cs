namespace PrivateGateway.Templates;

/// <summary>Finds a REST API of a template and all that belongs to it.</summary>
internal static class ApiReader
{
    /// <param name="logicalId">The API; null: the template's only private one.</param>
    /// <exception cref="TemplateException">Lists every problem with its file, line and path.</exception>
    public static PrivateApi Read(ResolvedTemplate template, string? logicalId = null)
    {
        var resource = Find(template, logicalId);
        var obstacles = template.Obstacles;
        PropertyTable.Check(template, resource);
        PropertyTable.Check(template, "AWS::ApiGateway::RestApi.Parameters", resource.Type == "AWS::ApiGateway::RestApi" ? resource.Properties["Parameters"] : default);
        var body = obstacles.Try(() => ApiBody.Of(template, resource));
        var api = new ApiContext(template, resource, template.RefOf(resource), body.Path is null ? new(resource.Path.At("Body"), null) : body);
        var endpointIds = obstacles.Try(() => EndpointReader.ReadIds(api)) ?? [];
        var auth = obstacles.Try(() => new SamAuth(api));
        var methods = auth is null ? [] : obstacles.Try(() => MethodReader.Read(api, auth)) ?? [];
        var stages = obstacles.Try(() => StageReader.Read(api)) ?? [];
        var policy = obstacles.Try(() => ApiPolicies.Read(api, methods));
        var functions = obstacles.Try(() => FunctionReader.Read(api, auth?.PermittedAuthorizers ?? [], methods, stages)) ?? [];
        var read = obstacles.Try(() => new PrivateApi
        {
            LogicalId = resource.LogicalId,
            ApiId = api.Id,
            Region = template.Pseudo.Region,
            AccountId = template.Pseudo.AccountId,
            Partition = template.Pseudo.Partition,
            Stages = stages,
            ResourcePolicy = policy!,
            VpcEndpointIds = endpointIds,
            InterfaceEndpoints = EndpointReader.ReadAll(template, endpointIds),
            Methods = [.. methods.Select(method => method.Method)],
            Models = ValidationReader.Models(api),
            BinaryMediaTypes = ReadBinaryMediaTypes(api),
            ApiKeyFromAuthorizer = (resource.Properties["ApiKeySourceType"].Text ?? api.Body["x-amazon-apigateway-api-key-source"].Text) == "AUTHORIZER",
            DisableExecuteApiEndpoint = resource.Properties["DisableExecuteApiEndpoint"].Flag
                ?? api.EndpointExtensions.Any(settings => settings["disableExecuteApiEndpoint"].Flag == true),
            GatewayResponses = GatewayResponseReader.Read(api),
            UsagePlans = UsagePlanReader.Read(api, stages),
            CustomDomains = CustomDomainReader.Read(api),
            IncludedFiles = [.. template.Files.Paths],
            LocalEnvironment = template.Local.Environment,
            PublishProfiles = template.Local.PublishProfiles,
            Functions = functions,
        });
        obstacles.ThrowIfAny();
        return read!;
    }

    private static ResolvedResource Find(ResolvedTemplate template, string? logicalId)
    {
        var apis = template.OfType("AWS::Serverless::Api", "AWS::ApiGateway::RestApi").ToList();
        if (logicalId is not null)
        {
            return apis.Find(api => api.LogicalId == logicalId) ?? throw new TemplateException(
                template.Path.At("Resources"), $"There is no API named {logicalId}; there are: {Names(apis)}.");
        }

        var found = apis.Count > 1 ? apis.Where(EndpointReader.IsPrivate).ToList() : apis;
        return found is [var only] ? only : throw new TemplateException(template.Path.At("Resources"), apis.Count == 0
            ? "There is no AWS::Serverless::Api or AWS::ApiGateway::RestApi here."
            : $"The template has {apis.Count} APIs: {Names(apis)}. Choose one with --api.");
    }

    private static string Names(IEnumerable<ResolvedResource> apis) => string.Join(", ", apis.Select(api => api.LogicalId));

    // SAM wants the slash of a media type written as ~1.
    private static IReadOnlyList<string> ReadBinaryMediaTypes(ApiContext api) =>
        [.. api.Resource.Properties["BinaryMediaTypes"].Items()
            .Concat(api.Body["x-amazon-apigateway-binary-media-types"].Items())
            .Select(type => type.RequiredText.Replace("~1", "/", StringComparison.Ordinal)).Distinct()];
}
