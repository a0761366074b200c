using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>Finds the one REST API of a template and all that belongs to it.</summary>
internal static class ApiReader
{
    public static PrivateApi Read(ResolvedTemplate template)
    {
        var api = Find(template);
        var id = template.RefOf(api);
        var pseudo = template.Pseudo;
        var endpointIds = ReadEndpoint(api);
        var methods = MethodReader.Read(template, api, id);
        var stages = StageReader.Read(template, api, id);
        return new PrivateApi
        {
            LogicalId = api.LogicalId,
            ApiId = id,
            Region = pseudo.Region,
            AccountId = pseudo.AccountId,
            Partition = pseudo.Partition,
            Stages = stages,
            ResourcePolicy = ApiPolicies.Read(api, $"arn:{pseudo.Partition}:execute-api:{pseudo.Region}:{pseudo.AccountId}:{id}"),
            VpcEndpointIds = endpointIds,
            InterfaceEndpoints = EndpointTemplate.ReadAll(template, endpointIds),
            Methods = [.. methods.Select(method => method.Method)],
            BinaryMediaTypes = ReadBinaryMediaTypes(api),
            DisableExecuteApiEndpoint = api.Properties["DisableExecuteApiEndpoint"].Flag ?? false,
            ApiKeyFromAuthorizer = api.Properties["ApiKeySourceType"].Text == "AUTHORIZER",
            UsagePlans = UsagePlanReader.Read(template, api, id, stages),
            CustomDomains = CustomDomainReader.Read(template, api, id),
            LocalEnvironment = template.Local.Environment,
            Functions = FunctionReader.Read(template, [.. methods.Select(m => (FunctionArnOf(m.Method.Integration), m.Path)).Where(call => call.Item1 is not null)!], stages),
        };
    }

    private static string? FunctionArnOf(Integration integration) => integration switch
    {
        LambdaProxyIntegration proxy => proxy.FunctionArn,
        LambdaCustomIntegration custom => custom.FunctionArn,
        _ => null,
    };

    private static ResolvedResource Find(ResolvedTemplate template)
    {
        var apis = template.OfType("AWS::Serverless::Api", "AWS::ApiGateway::RestApi").ToList();
        return apis is [var api] ? api : throw new TemplateException(template.Path.At("Resources"), apis.Count == 0
            ? "There is no AWS::Serverless::Api or AWS::ApiGateway::RestApi here."
            : $"The gateway plays one API; there are {apis.Count}: {string.Join(", ", apis.Select(a => a.LogicalId))}.");
    }

    // SAM: EndpointConfiguration is a type, or { Type, VPCEndpointIds }; CloudFormation: { Types, VpcEndpointIds }.
    private static IReadOnlyList<string> ReadEndpoint(ResolvedResource api)
    {
        var endpoint = api.Properties["EndpointConfiguration"];
        var isBare = endpoint.Value is JsonValue;
        var isSam = api.Type == "AWS::Serverless::Api";
        var type = isBare ? endpoint.Text : isSam ? endpoint["Type"].Text : endpoint["Types"].Items().FirstOrDefault().Text;
        IReadOnlyList<string> ids = isBare ? [] : [.. endpoint[isSam ? "VPCEndpointIds" : "VpcEndpointIds"].Items().Select(id => id.RequiredText)];
        if (type != "PRIVATE")
        {
            throw new TemplateException(endpoint.Exists ? endpoint.Path : api.Path, ids.Count > 0
                ? "VPCEndpoints can only be specified with PRIVATE apis."
                : $"The API is not private: its endpoint type is {type ?? "EDGE (the default)"}.");
        }

        return ids.FirstOrDefault(id => !id.StartsWith("vpce-", StringComparison.Ordinal)) is { } wrong
            ? throw new TemplateException(endpoint.Path, $"'{wrong}' is no id of a VPC endpoint (vpce-...).")
            : ids;
    }

    // SAM wants the slash of a media type written as ~1.
    private static IReadOnlyList<string> ReadBinaryMediaTypes(ResolvedResource api) =>
        [.. api.Properties["BinaryMediaTypes"].Items()
            .Concat(ApiPolicies.Body(api)["x-amazon-apigateway-binary-media-types"].Items())
            .Select(type => type.RequiredText.Replace("~1", "/", StringComparison.Ordinal)).Distinct()];
}
