using System.Text.Json.Nodes;
using PrivateGateway.Templates;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>The API, its methods and its stage.</summary>
internal static class ApiChecks
{
    public static void The_API_is_private(TemplateUnderTest template) =>
        Assert.Equal("PRIVATE", template.Resolve(ParameterSets.Listed).Resources["PetStoreApi"].Properties["EndpointConfiguration"]["Type"].Text);

    public static void The_API_has_one_stage_and_it_is_not_named_Stage(TemplateUnderTest template)
    {
        // Without OpenApiVersion SAM makes a second stage, of that name.
        Assert.StartsWith("3.", template.Properties("PetStoreApi")["OpenApiVersion"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("v1", template.Deploy(ParameterSets.Listed).Stage.Name);
        Assert.Equal("v2", template.Deploy([.. ParameterSets.Listed, "StageName=v2"]).Stage.Name);
    }

    public static void Every_change_is_deployed(TemplateUnderTest template) =>
        Assert.True(template.Properties("PetStoreApi")["AlwaysDeploy"]?.GetValue<bool>());

    public static void The_root_and_every_path_are_served(TemplateUnderTest template) => Assert.All(ParameterSets.All, set => Assert.Equal(
        ["/ ANY", "/ OPTIONS", "/{proxy+} ANY", "/{proxy+} OPTIONS"],
        template.Deploy(set.Value).Methods.Select(method => $"{method.ResourcePath} {method.HttpMethod}").Order(StringComparer.Ordinal)));

    public static void Endpoints_are_associated(TemplateUnderTest template)
    {
        Assert.Equal(["vpce-0aaa", "vpce-0ccc"], template.Deploy(ParameterSets.Listed).VpcEndpointIds);
        Assert.Equal(["vpce-0ddd"], template.Deploy([.. ParameterSets.Listed, "AssociatedVpcEndpointIds=vpce-0ddd"]).VpcEndpointIds);
        Assert.Equal(["vpce-0ddd"], template.Deploy([.. ParameterSets.Open, "AssociatedVpcEndpointIds=vpce-0ddd"]).VpcEndpointIds);
        Assert.Empty(template.Deploy(ParameterSets.Open).VpcEndpointIds);
    }

    public static void Methods_invoke_the_alias_that_deployments_move(TemplateUnderTest template)
    {
        var integrations = Operations(template).Select(operation => operation["x-amazon-apigateway-integration"]!)
            .Select(integration => integration["Fn::If"]?[2] ?? integration).ToList();

        Assert.Equal(4, integrations.Count);
        Assert.All(integrations, integration =>
        {
            Assert.Equal("aws_proxy", integration["type"]!.ToString());
            Assert.Equal("POST", integration["httpMethod"]!.ToString());
            string[] uris = [.. integration["uri"]!["Fn::If"]!.AsArray().Skip(1).Select(uri => uri!["Fn::Sub"]!.ToString())];
            Assert.All(uris, uri => Assert.Contains("/functions/${PetStoreFunction.Alias}/", uri, StringComparison.Ordinal));
        });
    }

    public static void Response_streaming_is_optional(TemplateUnderTest template)
    {
        Assert.All(Integrations(ParameterSets.Listed), integration =>
        {
            Assert.False(integration["responseTransferMode"].Exists);
            Assert.Matches("lambda:path/2015-03-31/functions/[^/]+/invocations$", integration["uri"].Text);
            Assert.Equal(29_000, integration["timeoutInMillis"].Integer);
        });
        Assert.All(Integrations([.. ParameterSets.Listed, "ResponseStreaming=true"]), integration =>
        {
            Assert.Equal("STREAM", integration["responseTransferMode"].Text);
            Assert.Matches("lambda:path/2021-11-15/functions/[^/]+/response-streaming-invocations$", integration["uri"].Text);
            Assert.Equal(900_000, integration["timeoutInMillis"].Integer);
        });

        List<TemplateNode> Integrations(string[] parameters)
        {
            var paths = template.Resolve(parameters).Resources["PetStoreApi"].Properties["DefinitionBody"]["paths"];
            var integrations = paths.Members().SelectMany(path => path.Node.Members())
                .Select(operation => operation.Node["x-amazon-apigateway-integration"]).ToList();
            Assert.Equal(4, integrations.Count);
            return integrations;
        }
    }

    // These are numbers, because the import of an API refuses text here, and a Ref to a parameter gives text.
    public static void The_integration_timeout_is_a_parameter(TemplateUnderTest template)
    {
        foreach (var (seconds, parameters) in new[] { (29, ParameterSets.Listed), (60, [.. ParameterSets.Open, "ApiTimeout=60"]), (300, [.. ParameterSets.Signed, "ApiTimeout=300"]) })
        {
            var paths = template.Resolve(parameters).Resources["PetStoreApi"].Properties["DefinitionBody"]["paths"];
            Assert.All(paths.Value!.AsObject(), path => Assert.Equal(
                seconds * 1000, path.Value!["x-amazon-apigateway-any-method"]!["x-amazon-apigateway-integration"]!["timeoutInMillis"]!.GetValue<int>()));
        }
    }

    // Path parameters that are not declared are refused on import.
    public static void The_proxy_parameter_is_declared(TemplateUnderTest template)
    {
        var proxy = template.Properties("PetStoreApi")["DefinitionBody"]!["paths"]!["/{proxy+}"]!.AsObject();
        Assert.All(proxy, operation => Assert.Equal("proxy", operation.Value!["parameters"]![0]!["name"]!.ToString()));
    }

    public static void Every_response_can_be_binary(TemplateUnderTest template) =>
        Assert.Equal(["*/*"], template.Deploy(ParameterSets.Listed).BinaryMediaTypes);

    public static void Only_this_API_may_invoke_the_function(TemplateUnderTest template)
    {
        var resolved = template.Resolve(ParameterSets.Listed);
        var permission = Assert.Single(resolved.OfType("AWS::Lambda::Permission")).Properties;

        Assert.Equal("apigateway.amazonaws.com", permission["Principal"].Text);
        Assert.Equal("lambda:InvokeFunction", permission["Action"].Text);
        Assert.EndsWith(":live", permission["FunctionName"].Text, StringComparison.Ordinal);
        var api = template.Deploy(ParameterSets.Listed);
        Assert.Equal($"arn:aws:execute-api:eu-west-1:123456789012:{api.ApiId}/v1/*", permission["SourceArn"].Text);
    }

    public static void The_stage_has_throttling_and_metrics(TemplateUnderTest template)
    {
        var resolved = template.Resolve([.. ParameterSets.Listed, "ThrottlingRateLimit=7", "ThrottlingBurstLimit=9"]);
        var settings = Assert.Single(resolved.Resources["PetStoreApi"].Properties["MethodSettings"].Items());

        Assert.Equal(("/*", "*"), (settings["ResourcePath"].Text, settings["HttpMethod"].Text));
        Assert.Equal((7, 9), (settings["ThrottlingRateLimit"].Integer, settings["ThrottlingBurstLimit"].Integer));
        Assert.True(settings["MetricsEnabled"].Flag);
        Assert.False(settings["DataTraceEnabled"].Flag);
    }

    public static void Every_way_to_address_the_API_is_an_output(TemplateUnderTest template)
    {
        var id = template.Deploy(ParameterSets.Listed).ApiId;
        var outputs = template.Resolve([.. ParameterSets.WithDomain, "AssociatedVpcEndpointIds=vpce-0ddd"]).Outputs;

        Assert.Equal(id, outputs["ApiId"]);
        Assert.Equal($"https://{id}.execute-api.eu-west-1.amazonaws.com/v1/", outputs["Url"]);
        Assert.Equal($"https://{id}-vpce-0ddd.execute-api.eu-west-1.amazonaws.com/v1/", outputs["EndpointUrl"]);
        Assert.Equal($"x-apigw-api-id: {id}", outputs["EndpointHeader"]);
        Assert.Equal("https://pets.example.internal/store/", outputs["CustomDomainUrl"]);
        Assert.Superset(
            new HashSet<string> { "TableName", "FunctionName", "AccessLogGroupName", "FunctionLogGroupName" }, outputs.Keys.ToHashSet());
        Assert.DoesNotContain("ApiKeyId", outputs.Keys);
        Assert.Contains("ApiKeyId", template.Resolve(ParameterSets.Open).Outputs.Keys);
    }

    public static void Every_parameter_has_a_description_and_a_group_in_the_console(TemplateUnderTest template)
    {
        var parameters = template.Root["Parameters"]!.AsObject();
        var grouped = template.Root["Metadata"]!["AWS::CloudFormation::Interface"]!["ParameterGroups"]!.AsArray()
            .SelectMany(group => group!["Parameters"]!.AsArray()).Select(name => name!.ToString());

        Assert.Equal(parameters.Select(p => p.Key).Order(StringComparer.Ordinal), grouped.Order(StringComparer.Ordinal));
        Assert.All(parameters, parameter => Assert.EndsWith(".", parameter.Value!["Description"]!.ToString(), StringComparison.Ordinal));
    }

    private static IEnumerable<JsonNode> Operations(TemplateUnderTest template) =>
        template.Properties("PetStoreApi")["DefinitionBody"]!["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => operation.Value!));
}
