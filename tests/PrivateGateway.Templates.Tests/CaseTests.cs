using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>The templates in <c>PrivateGateway.Tests/Cases</c>: how each feature is read.</summary>
public sealed class CaseTests
{
    [Theory]
    [InlineData("01-no-parameters.json")]
    [InlineData("02-parameters-all-defaulted.json")]
    [InlineData("03-yaml.yaml")]
    [InlineData("13-two-stages.json")]
    [InlineData("24-sam-stage-logical-id.json")]
    [InlineData("25-getatt-not-needed.json")]
    [InlineData("27-fn-cidr.json")]
    [InlineData("28-import-value-not-needed.json")]
    [InlineData("30-ssm-parameter-type.json")]
    [InlineData("34-node-inline.json")]
    [InlineData("35-python-inline.json")]
    [InlineData("36-dotnet-class-library-handler.json")]
    [InlineData("37-lambda-zipfile.json")]
    [InlineData("38-image-function.json")]
    [InlineData("39-own-vpc-endpoint.json")]
    [InlineData("44-method-throttling.json")]
    [InlineData("45-sam-custom-domain.json")]
    [InlineData("47-usage-plan-positive-control.json")]
    public void One_function_answers_the_root_and_may_be_invoked(string name)
    {
        var api = Case.Load(name);

        var method = Assert.Single(api.Methods);
        Assert.Equal(("/", "GET", "dev"), (method.ResourcePath, method.HttpMethod, api.Stage.Name));
        Assert.Equal("Fn", Case.FunctionOf(api, method).LogicalId);
        Assert.True(Case.MayInvoke(api, method), "API Gateway may invoke the function.");
        Assert.Equal("Fn", Assert.Single(api.Functions).LogicalId);
    }

    [Fact]
    public void The_implicit_api_is_private_by_its_globals()
    {
        var api = Case.Load("04-implicit-api.json");

        Assert.Equal(("ServerlessRestApi", "Prod"), (api.LogicalId, api.Stage.Name));
        Assert.Equal(Verdict.Allow, Case.Ask(api, "vpce-0bbb"));
    }

    [Theory]
    [InlineData("05-intrinsic-vpce-whitelist.json")]
    [InlineData("07-source-vpc-blacklist.json")]
    [InlineData("48-policy-vpce-positive-control.json")]
    [InlineData("49-body-policy-and-auth-policy.json")]
    public void One_endpoint_is_let_in_and_the_other_is_denied(string name)
    {
        var api = Case.Load(name);

        Assert.Equal(Verdict.Allow, Case.Ask(api, "vpce-0aaa"));
        Assert.Equal(Verdict.ExplicitDeny, Case.Ask(api, "vpce-0bbb"));
    }

    [Fact]
    public void A_policy_on_an_event_applies_only_to_its_method()
    {
        var api = Case.Load("10-event-level-resource-policy.json");

        Assert.Equal(Verdict.ExplicitDeny, Case.Ask(api, "vpce-0bbb", path: "/closed"));
        Assert.Equal(Verdict.Allow, Case.Ask(api, "vpce-0aaa", path: "/closed"));
        Assert.Equal(Verdict.Allow, Case.Ask(api, "vpce-0bbb", path: "/open"));
    }

    [Fact]
    public void Each_method_has_its_own_function()
    {
        var api = Case.Load("11-two-functions.json");

        Assert.Equal([("/a", "Fn"), ("/b", "Fn2")], api.Methods.Select(method => (method.ResourcePath, Case.FunctionOf(api, method).LogicalId)));
    }

    [Fact]
    public void Both_stages_are_read() => Assert.Equal(["dev", "prod"], Case.Load("13-two-stages.json").Stages.Select(stage => stage.Name));

    [Fact]
    public void A_mock_calls_no_function()
    {
        var api = Case.Load("14-mock.json");

        var mock = Assert.IsType<MockIntegration>(Assert.Single(api.Methods).Integration);
        Assert.Equal("{\"statusCode\": 200}", mock.Request.Templates["application/json"]);
        Assert.Equal((200, "{\"status\":\"up\"}"), (mock.Responses[0].StatusCode, mock.Responses[0].Templates["application/json"]));
        Assert.Empty(api.Functions);
    }

    [Fact]
    public void Cors_adds_a_mock_for_OPTIONS()
    {
        var api = Case.Load("15-cors.json");

        var mock = Assert.IsType<MockIntegration>(api.Methods.Single(method => method.HttpMethod == "OPTIONS").Integration);
        Assert.Equal(
            [("Headers", "'content-type'"), ("Methods", "'GET,OPTIONS'"), ("Origin", "'*'")],
            mock.Responses[0].Parameters.Select(p => (p.Key.Split("-Allow-")[1], p.Value)).Order());
    }

    [Fact]
    public void An_HTTP_proxy_names_its_backend()
    {
        var http = Assert.IsType<HttpIntegration>(Assert.Single(Case.Load("16-http-proxy.json").Methods).Integration);

        Assert.Equal((true, "GET", "http://127.0.0.1:18990/up", null), (http.IsProxy, http.HttpMethod, http.Uri, http.VpcLinkId));
    }

    [Fact]
    public void A_function_integration_without_proxy_has_its_mapping_template()
    {
        var custom = Assert.IsType<LambdaCustomIntegration>(Assert.Single(Case.Load("17-lambda-non-proxy.json").Methods).Integration);

        Assert.Equal("{\"id\": \"$input.params('id')\"}", custom.Request.Templates["application/json"]);
        Assert.Equal(200, Assert.Single(custom.Responses).StatusCode);
    }

    [Theory]
    [InlineData("18-token-authorizer.json", true, "method.request.header.Authorization")]
    [InlineData("19-request-authorizer.json", false, "method.request.header.x-auth")]
    public void A_Lambda_authorizer_has_its_identity_source(string name, bool isToken, string source)
    {
        var api = Case.Load(name);

        var method = Assert.Single(api.Methods);
        var authorizer = Assert.IsType<LambdaAuthorizer>(method.Authorizer);
        Assert.Equal((MethodAuthorization.Custom, isToken, TimeSpan.FromSeconds(300)), (method.Authorization, authorizer.IsToken, authorizer.ResultTtl));
        Assert.Equal([source], authorizer.IdentitySources);
        var function = FunctionTarget.Find(api.Functions, authorizer.FunctionArn, api.Stage)!.Function;
        Assert.True(function.MayBeInvokedBy($"arn:aws:execute-api:us-east-1:123456789012:{api.ApiId}/authorizers/{authorizer.Id}", null));
    }

    [Fact]
    public void A_request_validator_requires_parameters()
    {
        var validation = Assert.Single(Case.Load("21-request-validator.json").Methods).Validation!;

        Assert.Equal([new RequestParameter("querystring", "id")], validation.RequiredParameters);
        Assert.Null(validation.BodySchemas);
    }

    [Fact]
    public void A_gateway_response_changes_status_and_body()
    {
        var response = Case.Load("23-gateway-response.json").GatewayResponses["INVALID_API_KEY"];

        Assert.Equal((418, "{\"oops\":1}"), (response.StatusCode, response.Templates["application/json"]));
    }

    [Fact]
    public void An_included_file_is_read_and_its_intrinsics_are_resolved()
    {
        var api = Case.Load("31-aws-include.json");

        Assert.Equal("Fn", Case.FunctionOf(api, Assert.Single(api.Methods)).LogicalId);
        Assert.False(Case.MayInvoke(api, api.Methods[0]), "SAM makes no permission where there is no event.");
    }

    [Fact]
    public void A_local_description_is_read_and_may_call_a_function_of_another_stack()
    {
        var api = Case.Load("32-definition-uri-local.json");

        var function = Case.FunctionOf(api, Assert.Single(api.Methods));
        Assert.Equal(("f", new FunctionCode.Elsewhere("a function of another stack")), (function.Name, function.Code));
    }

    [Theory]
    [InlineData("34-node-inline.json", "nodejs22.x", "index.handler")]
    [InlineData("35-python-inline.json", "python3.12", "index.handler")]
    [InlineData("37-lambda-zipfile.json", "python3.12", "index.handler")]
    public void Inline_code_is_kept(string name, string runtime, string handler)
    {
        var function = Assert.Single(Case.Load(name).Functions);

        Assert.Equal((runtime, handler), (function.Runtime, function.Handler));
        Assert.Contains("hi", Assert.IsType<FunctionCode.Inline>(function.Code).Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("38-image-function.json", "a container image")]
    [InlineData("51-code-in-s3-with-function.json", "an object in S3")]
    public void Code_that_is_not_on_this_machine_is_reported_with_its_place(string name, string place) =>
        Assert.Equal(new FunctionCode.Elsewhere(place), Assert.Single(Case.Load(name).Functions).Code);

    [Fact]
    public void The_policy_can_name_the_endpoint_that_the_template_creates()
    {
        var api = Case.Load("39-own-vpc-endpoint.json");

        var endpoint = Assert.Single(api.InterfaceEndpoints);
        Assert.Equal(("Endpoint", "vpc-0123456789abcdef0", 1), (endpoint.LogicalId, endpoint.VpcId, endpoint.Subnets));
        Assert.NotNull(endpoint.Policy);
        Assert.Equal(Verdict.Allow, Case.Ask(api, endpoint.Id));
        Assert.Equal(Verdict.ExplicitDeny, Case.Ask(api, "vpce-0bbb"));
    }

    [Fact]
    public void Without_a_permission_the_function_may_not_be_invoked()
    {
        var api = Case.Load("40-no-lambda-permission.json");

        Assert.False(Case.MayInvoke(api, Assert.Single(api.Methods)));
    }

    [Fact]
    public void The_default_names_can_be_disabled() => Assert.True(Case.Load("41-disable-execute-api-endpoint.json").DisableExecuteApiEndpoint);

    [Fact]
    public void A_method_has_its_own_limit() =>
        Assert.Equal([new MethodThrottle("/", "GET", 5, 5)], Case.Load("44-method-throttling.json").Stage.MethodThrottles);

    [Fact]
    public void SAM_creates_a_private_domain()
    {
        var domain = Case.Load("45-sam-custom-domain.json").CustomDomain!;

        Assert.Equal(("api.example.internal", "", "dev"), (domain.Name, domain.BasePath, domain.Stage));
    }

    [Fact]
    public void A_usage_plan_has_its_key_and_quota()
    {
        var plan = Assert.Single(Case.Load("47-usage-plan-positive-control.json").UsagePlans);

        Assert.Equal((1, "DAY", "abcdefghijklmnopqrstuvwxyz"), (plan.QuotaLimit, plan.QuotaPeriod, Assert.Single(plan.Keys).Value));
    }

    [Fact]
    public void The_endpoint_policy_is_read_from_the_endpoint_template() => Assert.Single(
        EndpointTemplate.Load(Case.PathOf("54-endpoint-template-of-ones-own.json"), new Dictionary<string, string>()).Statements);
}
