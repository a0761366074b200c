using PetStore.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Calls;

public sealed class AccessControlTests
{
    private const string Signature = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
    private const string Someone = "arn:aws:iam::123456789012:user/dev";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_anonymous_caller_needs_an_explicit_allow()
    {
        await using var gateway = await TestGateway.StartAsync(api => api with
        {
            ResourcePolicy = TestGateway.Policy("""[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/v1/GET/pets"}]"""),
        });

        Assert.Equal(200, (int)(await gateway.Client.GetAsync("pets", Cancel)).StatusCode);
        using var response = await gateway.Client.GetAsync("pets/1", Cancel);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal(
            """{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:abcdefghij/v1/GET/pets/1"}""",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Explain_names_the_deciding_statement()
    {
        await using var gateway = await TestGateway.StartAsync(options: options => options with { Explain = true });

        using var response = await gateway.Client.GetAsync(gateway.Through("vpce-0bbb", "/v1/pets"), Cancel);

        await gateway.LineAsync(line => line.Contains("resource policy: statement 'DenyOthers'", StringComparison.Ordinal) && line.Contains("vpce-0bbb", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Policies_can_test_the_vpc_and_the_source_address()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with
            {
                ResourcePolicy = TestGateway.Policy(
                    """
                    [{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*",
                      "Condition":{"StringEquals":{"aws:SourceVpc":"vpc-0abc"},"IpAddress":{"aws:VpcSourceIp":"10.1.0.0/16"}}}]
                    """),
            },
            options => options with { VpcId = "vpc-0abc", SourceIp = System.Net.IPAddress.Parse("10.1.2.3") });

        var sentEvent = await gateway.EventOfAsync("pets");

        Assert.Equal("10.1.2.3", (string?)sentEvent["requestContext"]!["identity"]!["sourceIp"]);
    }

    [Fact]
    public async Task The_endpoint_policy_is_evaluated_first()
    {
        await using var gateway = await TestGateway.StartAsync(options: WithEndpointPolicy("DELETE"));

        using var response = await gateway.Client.DeleteAsync("pets/1", Cancel);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal(200, (int)(await gateway.Client.GetAsync("pets/1", Cancel)).StatusCode);
        Assert.Contains(gateway.Lines, line => line.Contains("denied by endpoint policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Behind_a_custom_endpoint_policy_a_bearer_token_is_an_anonymous_caller()
    {
        await using var gateway = await TestGateway.StartAsync(options: WithEndpointPolicy("DELETE"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "pets");
        request.Headers.Authorization = new("Bearer", "token");

        using var response = await gateway.Client.SendAsync(request, Cancel);

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", null, null, 403, "MissingAuthenticationTokenException")]
    [InlineData("GET", "Bearer token", null, 403, "IncompleteSignatureException")]
    [InlineData("GET", Signature, null, 403, "UnrecognizedClientException")]
    [InlineData("GET", Signature, "arn:aws:iam::999999999999:user/stranger", 403, "AccessDeniedException")]
    [InlineData("GET", Signature, Someone, 200, null)]
    [InlineData("GET", "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20261122/execute-api/aws4_request, SignedHeaders=host, Signature=00", Someone, 200, null)]
    [InlineData("OPTIONS", null, null, 200, null)]
    public async Task A_method_with_IAM_authorization_needs_a_signature(string method, string? authorization, string? principal, int status, string? error)
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with
            {
                Methods = [TestGateway.Method("/{proxy+}", iam: true), TestGateway.Method("/{proxy+}", "OPTIONS")],
                ResourcePolicy = TestGateway.Policy("""[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/v1/OPTIONS/*"}]"""),
            },
            options => options with { Principal = principal });
        using var request = new HttpRequestMessage(new HttpMethod(method), "pets");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var response = await gateway.Client.SendAsync(request, Cancel);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(error, response.Headers.TryGetValues("x-amzn-errortype", out var types) ? types.Single() : null);
    }

    [Fact]
    public async Task The_event_names_the_signer_and_does_not_contain_the_signature()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with { Methods = [TestGateway.Method("/{proxy+}", iam: true)] }, options => options with { Principal = Someone });
        using var request = new HttpRequestMessage(HttpMethod.Get, "pets");
        request.Headers.TryAddWithoutValidation("Authorization", Signature);

        var sentEvent = await gateway.EventOfAsync(request);

        var identity = sentEvent["requestContext"]!["identity"]!;
        Assert.Equal(Someone, (string?)identity["userArn"]);
        Assert.Equal("AKIDEXAMPLE", (string?)identity["accessKey"]);
        Assert.Equal("123456789012", (string?)identity["accountId"]);
        Assert.Null(sentEvent["headers"]!["Authorization"]);
    }

    [Fact]
    public async Task At_a_custom_domain_both_policies_must_allow_and_the_base_path_replaces_the_stage()
    {
        const string Arn = "arn:aws:execute-api:eu-west-1:123456789012:/domainnames/pets.example.internal+abc";
        await using var gateway = await TestGateway.StartAsync(api => api with
        {
            CustomDomain = new CustomDomain("pets.example.internal", "shop", Arn, TestGateway.Policy(
                """
                [{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"},
                 {"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-0aaa"}}}]
                """)) { Stage = "v1" },
        });

        var admitted = await GetAsync("vpce-0aaa", "/shop/pets/");
        var sentEvent = System.Text.Json.Nodes.JsonNode.Parse(admitted.Body)!;

        Assert.Equal("/shop/pets/", (string?)sentEvent["path"]);
        Assert.Equal("/shop/pets/", (string?)sentEvent["requestContext"]!["path"]);
        Assert.Equal("pets", (string?)sentEvent["pathParameters"]!["proxy"]);
        Assert.Equal("v1", (string?)sentEvent["requestContext"]!["stage"]);
        Assert.Equal("pets.example.internal", (string?)sentEvent["requestContext"]!["domainName"]);
        Assert.Contains("/domainnames/pets.example.internal+abc with an explicit deny", (await GetAsync("vpce-0bbb", "/shop/pets/")).Body, StringComparison.Ordinal);
        Assert.Equal("""{"message":"Forbidden"}""", (await GetAsync("vpce-0aaa", "/v1/pets/")).Body);

        Task<RawResponse> GetAsync(string endpoint, string path) =>
            RawHttp.SendAsync(gateway.Host.Urls[endpoint], [$"GET {path} HTTP/1.1", "Host: pets.example.internal"]);
    }

    private static Func<GatewayOptions, GatewayOptions> WithEndpointPolicy(string deniedMethod) => options => options with
    {
        EndpointTemplatePath = PetStore.Testing.Repository.PathTo("deploy", "vpc-endpoint.template"),
        EndpointParameterOverrides = new Dictionary<string, string>
        {
            ["EndpointPolicy"] =
                $$"""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"},
                 {"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:*:abcdefghij/*/{{deniedMethod}}/*"}]}
                """,
        },
    };
}
