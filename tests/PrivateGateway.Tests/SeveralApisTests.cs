using System.Net;
using PetStore.Testing;

namespace PrivateGateway.Tests;

/// <summary>One VPC endpoint serves every private API of its region.</summary>
public sealed class SeveralApisTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ReportedLines _lines = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Each_API_is_reached_by_its_own_name_and_guarded_by_its_own_policy()
    {
        await using var host = await StartAsync(Template("orders", "vpce-0aaa"), Template("stock", "vpce-0bbb"));
        var (orders, stock) = (host.ApiIds[0], host.ApiIds[1]);

        foreach (var (endpoint, id, status) in new[] { ("vpce-0aaa", orders, 200), ("vpce-0bbb", orders, 403), ("vpce-0aaa", stock, 403), ("vpce-0bbb", stock, 200) })
        {
            Assert.Equal(status, (int)await StatusAsync(host, endpoint, $"/v1/{(id == orders ? "orders" : "stock")}", $"{id}.execute-api.eu-west-1.amazonaws.com"));
            using var client = host.CreateClient(endpoint, id);
            using var response = await client.GetAsync(id == orders ? "orders" : "stock", Cancel);
            Assert.Equal(status, (int)response.StatusCode);
        }

        Assert.Equal([orders, stock], host.LastCalls.Select(call => call.ApiId).Distinct());
        Assert.Contains(_lines.SoFar, line => line.StartsWith($"GET /v1/stock  vpce-0bbb  {stock}  allowed  200", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Localhost_alone_leads_to_none_of_them()
    {
        await using var host = await StartAsync(Template("orders", "vpce-0aaa"), Template("stock", "vpce-0aaa"));

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host, "vpce-0aaa", "/v1/orders", null));

        Assert.Contains("x-apigw-api-id", host.LastCalls[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_of_an_endpoint_that_one_template_creates_holds_for_the_calls_to_all()
    {
        var first = Template("orders", null) + """

              Endpoint:
                Type: AWS::EC2::VPCEndpoint
                Properties:
                  VpcEndpointType: Interface
                  VpcId: vpc-1
                  ServiceName: !Sub com.amazonaws.${AWS::Region}.execute-api
                  PolicyDocument:
                    Statement:
                      - { Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: !Sub "arn:aws:execute-api:*:*:${Api}/*" }
            """;
        await using var host = await StartAsync(first, Template("stock", null), options => options with { Endpoints = [], FirstPort = 0 });
        var endpoint = Assert.Single(host.Urls).Key;
        using var orders = host.CreateClient(endpoint);
        using var stock = host.CreateClient(endpoint, host.ApiIds[1]);

        Assert.Equal("orders", await orders.GetStringAsync("orders", Cancel));
        Assert.Equal(HttpStatusCode.Forbidden, (await stock.GetAsync("stock", Cancel)).StatusCode);
        Assert.Equal("not allowed by endpoint policy", host.LastCalls[^1].Decision);
    }

    [Fact]
    public async Task The_base_paths_of_one_domain_lead_to_different_APIs()
    {
        await using var host = await StartAsync(Template("orders", "vpce-0aaa", ""), Template("stock", "vpce-0aaa", "BasePath: [ warehouse ]"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "vpce-0aaa", "/orders", "api.example.com"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "vpce-0aaa", "/warehouse/stock", "api.example.com"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(host, "vpce-0aaa", "/stock", "api.example.com"));
    }

    [Fact]
    public async Task Two_APIs_with_one_address_are_refused()
    {
        var sameDomain = await Assert.ThrowsAsync<GatewayStartException>(
            () => StartAsync(Template("orders", "vpce-0aaa", "BasePath: [ shop ]"), Template("stock", "vpce-0aaa", "BasePath: [ shop ]")));
        var sameStack = await Assert.ThrowsAsync<GatewayStartException>(
            () => StartAsync(Template("orders", "vpce-0aaa"), Template("stock", "vpce-0aaa"), other: other => other with { StackName = "local" }));
        var otherRegion = await Assert.ThrowsAsync<GatewayStartException>(
            () => StartAsync(Template("orders", "vpce-0aaa"), Template("stock", "vpce-0aaa"), other: other => other with { Region = "eu-west-2" }));

        Assert.Equal("one.yaml's Api and two.yaml's Api are mapped to the same base path 'shop' of api.example.com.", sameDomain.Message);
        Assert.Equal("one.yaml's Api and two.yaml's Api are the same API. Give each template a stack name of its own.", sameStack.Message);
        Assert.Equal("two.yaml's Api is in eu-west-2: a VPC endpoint serves the APIs of one region, eu-west-1.", otherRegion.Message);
    }

    [Fact]
    public async Task A_change_of_one_template_reloads_that_API_and_the_other_keeps_its_processes()
    {
        const string Orders = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: v1
                  EndpointConfiguration: { Type: PRIVATE }
                  Auth: { ResourcePolicy: { IntrinsicVpceWhitelist: [ vpce-0aaa ] } }
              Orders:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.handler
                  Runtime: nodejs22.x
                  InlineCode: "exports.handler = async () => ({ statusCode: 200, body: `${process.pid}` })"
                  Timeout: 120
                  Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /process, Method: get } } }
            """;
        Requires.Program("node");
        await using var host = await StartAsync(Orders, Template("stock", "vpce-0aaa"), options => options with { Watch = true });
        using var orders = host.CreateClient("vpce-0aaa");
        var process = await orders.GetStringAsync("process", Cancel);

        _directory.Write("two.yaml", Template("shelves", "vpce-0aaa"));
        await _lines.WaitForAsync(line => line == "Reloaded one.yaml, two.yaml; functions restarted: none");

        using var stock = host.CreateClient("vpce-0aaa", host.ApiIds[1]);
        Assert.Equal("shelves", await stock.GetStringAsync("shelves", Cancel));
        Assert.Equal(process, await orders.GetStringAsync("process", Cancel));
    }

    private static async Task<HttpStatusCode> StatusAsync(PrivateGatewayHost host, string endpoint, string path, string? name)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Urls[endpoint], path));
        request.Headers.Host = name;
        using var response = await client.SendAsync(request, Cancel);
        return response.StatusCode;
    }

    private Task<PrivateGatewayHost> StartAsync(
        string one, string two, Func<GatewayOptions, GatewayOptions>? options = null, Func<GatewayOptions, GatewayOptions>? other = null)
    {
        _directory.Write("one.yaml", one);
        _directory.Write("two.yaml", two);
        var second = new GatewayOptions { TemplatePath = Path.Combine(_directory.Path, "two.yaml"), Region = "eu-west-1", StackName = "other" };
        var both = new GatewayOptions
        {
            TemplatePath = Path.Combine(_directory.Path, "one.yaml"),
            Region = "eu-west-1",
            OtherApis = [other?.Invoke(second) ?? second],
            Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
            Report = _lines.Add,
        };
        return PrivateGatewayHost.StartAsync(options?.Invoke(both) ?? both, Cancel);
    }

    /// <summary>An API whose one resource answers with its own name.</summary>
    /// <param name="endpoint">The only endpoint that is let in; null: all.</param>
    /// <param name="mapping">How the API is mapped to api.example.com; null: not at all.</param>
    private static string Template(string resource, string? endpoint, string? mapping = null) =>
        $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              EndpointConfiguration: { Type: PRIVATE }
              Auth: { ResourcePolicy: { {{(endpoint is null ? "SourceVpcBlacklist: [ vpc-0 ]" : $"IntrinsicVpceWhitelist: [ {endpoint} ]")}} } }
              {{(mapping is null ? "" : $"Domain: {{ DomainName: api.example.com, CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1', EndpointConfiguration: PRIVATE, Policy: {{ Statement: {{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }} }}, {mapping} }}")}}
              DefinitionBody:
                openapi: 3.0.1
                paths:
                  /{{resource}}:
                    get:
                      responses: { "200": { description: OK } }
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: { application/json: '{"statusCode": 200}' }
                        responses: { default: { statusCode: "200", responseTemplates: { application/json: {{resource}} } } }
        """;
}
