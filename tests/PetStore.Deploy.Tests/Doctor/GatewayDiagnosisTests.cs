using System.Text.Json;
using PetStore.Deploy.Tests.Templates;

namespace PetStore.Deploy.Tests.Doctor;

/// <summary>Faults at API Gateway, reproduced with the private gateway.</summary>
public sealed class GatewayDiagnosisTests
{
    private const string CustomPolicy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    [Fact]
    public async Task A_working_API_is_reported_as_working()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        (await Diagnosis.OfAsync(api.Url())).Is(0, "everything works");
    }

    [Fact]
    public async Task The_endpoint_is_not_allow_listed()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        (await Diagnosis.OfAsync(api.Url("vpce-0bbb"), "--endpoint", "vpce-0bbb")).Is(20, "A policy denies this caller: the VPC endpoint (vpce-0bbb)");
    }

    [Fact]
    public async Task The_policy_was_changed_and_not_deployed()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        var saved = Path.GetTempFileName();
        await File.WriteAllTextAsync(saved, """{"Condition":{"StringNotEquals":{"aws:SourceVpce":["vpce-0aaa","vpce-0bbb"]}}}""", TestContext.Current.CancellationToken);

        (await Diagnosis.OfAsync(api.Url("vpce-0bbb"), "--endpoint", "vpce-0bbb", "--policy", saved)).Is(21, "the change is not deployed, or the endpoint's own policy refuses");
        (await Diagnosis.OfAsync(api.Url("vpce-0bbb"), "--endpoint", "vpce-0ddd", "--policy", saved)).Is(20, "A policy denies this caller");
        File.Delete(saved);
    }

    [Fact]
    public async Task The_address_is_not_among_those_allowed()
    {
        await using var api = await TestApi.StartAsync([.. ParameterSets.Listed, "AllowedSourceCidrs=10.0.0.0/16"]);
        var saved = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            saved, """{"a":{"aws:SourceVpce":"vpce-0aaa"},"b":{"NotIpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"}}}""", TestContext.Current.CancellationToken);

        (await Diagnosis.OfAsync(api.Url(), "--endpoint", "vpce-0aaa", "--policy", saved)).Is(20, "this host calls from 127.0.0.1");
        File.Delete(saved);
    }

    [Fact]
    public async Task The_endpoint_policy_denies_the_call()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed, options: options => options with
        {
            EndpointTemplatePath = Testing.Repository.PathTo("deploy", "vpc-endpoint.template"),
            EndpointParameterOverrides = new Dictionary<string, string> { ["EndpointPolicy"] = CustomPolicy.Replace("Allow", "Deny", StringComparison.Ordinal) },
        });
        (await Diagnosis.OfAsync(api.Url())).Is(20, "The endpoint's policy (EndpointPolicy)");
    }

    [Fact]
    public async Task The_URL_of_a_resource_can_be_given_instead_of_its_stage()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        foreach (var resource in new[] { "pets/", "pets/1", "health/ready", "openapi.json" })
            (await Diagnosis.OfAsync(api.Url() + resource)).Is(0, $"everything works: {api.Url()}pets/");
    }

    // The stub answers 503, as a proxy does for a host that it does not know.
    [Fact]
    public async Task A_proxy_sends_requests_out_of_the_VPC()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        await using var squid = Stub.InBetween(503, "squid/5.7");

        foreach (var proxy in new[] { squid.Url, new Uri($"http://127.0.0.1:{Testing.FreePort.Next()}") })
        {
            var diagnosis = await Diagnosis.OfAsync([api.Url()], new Dictionary<string, string?> { ["http_proxy"] = $"{proxy}" });
            diagnosis.Is(19, "The proxy of http_proxy leads the call out of the VPC");
            Assert.Contains($"curl --noproxy '*' {api.Url()}pets/", diagnosis.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("bash-3.2")]
    public async Task Json_is_one_object_with_the_exit_code_the_cause_and_the_next_step(string shell)
    {
        if (Testing.Requires.Find(shell) is null)
            Testing.Requires.Skip($"{shell} is not installed.");

        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        using var well = JsonDocument.Parse((await Diagnosis.OfAsync([api.Url(), "--json"], shell: shell)).Output);
        using var denied = JsonDocument.Parse((await Diagnosis.OfAsync([api.Url("vpce-0bbb"), "--json", "--header", "X-Quote: \"\\"], shell: shell)).Output);

        Assert.Equal((0, 200), (well.RootElement.GetProperty("exitCode").GetInt32(), well.RootElement.GetProperty("status").GetInt32()));
        Assert.Equal(
            (20, 403, "AccessDeniedException"),
            (denied.RootElement.GetProperty("exitCode").GetInt32(), denied.RootElement.GetProperty("status").GetInt32(), denied.RootElement.GetProperty("errorType").GetString()));
        Assert.NotEqual(0, denied.RootElement.GetProperty("next").GetArrayLength());
        Assert.NotEqual("", denied.RootElement.GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task The_request_ids_for_both_logs_are_printed()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed, "report");
        var diagnosis = await Diagnosis.OfAsync(api.Url());
        Assert.Matches("Access log: requestId [0-9a-f-]{36}. Function log: 0HN7:00000001.", diagnosis.Output);
    }

    [Fact]
    public async Task The_stage_is_wrong()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        (await Diagnosis.OfAsync(api.Url(stage: "dev"))).Is(22, "There is no stage 'dev'; 'v1' answers.");
        (await Diagnosis.OfAsync($"{api.Origin}")).Is(22, "There is no stage ''; 'v1' answers.");
    }

    [Fact]
    public async Task The_API_id_is_wrong()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        (await Diagnosis.OfAsync(api.Url(), "--api-id", "zzzzzzzzzz")).Is(23, "The endpoint knows no such private API");
        (await Diagnosis.OfAsync(api.Url(), "--api-id", api.Api.ApiId)).Is(0, "everything works");
    }

    [Fact]
    public async Task The_API_key_is_missing_or_wrong()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Open);
        (await Diagnosis.OfAsync(api.Url())).Is(24, "The API key is missing");
        (await Diagnosis.OfAsync(api.Url(), "--api-key", "guessed")).Is(24, "The API key is missing, wrong");

        var key = Assert.Single(Assert.Single(api.Api.UsagePlans).Keys).Value;
        (await Diagnosis.OfAsync(api.Url(), "--api-key", key)).Is(0, "everything works");
        (await Diagnosis.OfAsync([api.Url()], new Dictionary<string, string?> { ["PETSTORE_API_KEY"] = key })).Is(0, "everything works");
    }

    [Fact]
    public async Task The_quota_is_used_up()
    {
        await using var api = await TestApi.StartAsync([.. ParameterSets.Open, "ApiKeyQuota=1"]);
        var key = Assert.Single(Assert.Single(api.Api.UsagePlans).Keys).Value;
        (await Diagnosis.OfAsync(api.Url(), "--api-key", key)).Is(33, "Throttled");
    }

    [Fact]
    public async Task The_path_does_not_exist_in_the_API()
    {
        await using var api = await TestApi.StartAsync(
            ParameterSets.Listed, change: whole => whole with { Methods = [.. whole.Methods.Where(method => method.ResourcePath == "/")] });
        (await Diagnosis.OfAsync(api.Url())).Is(25, "no resource or method for this path");
    }

    [Fact]
    public async Task The_API_requires_signed_requests()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Signed);
        (await Diagnosis.OfAsync(api.Url())).Is(26, "The API wants signed requests (IAM).");
        (await Diagnosis.OfAsync(api.Url(), "--header", "Authorization: Basic eDp5")).Is(26, "The signature is not valid");
    }

    [Fact]
    public async Task A_custom_endpoint_policy_refuses_an_unknown_signature_but_not_a_bearer_token()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed, options: options => options with
        {
            EndpointTemplatePath = Testing.Repository.PathTo("deploy", "vpc-endpoint.template"),
            EndpointParameterOverrides = new Dictionary<string, string> { ["EndpointPolicy"] = CustomPolicy },
        });

        (await Diagnosis.OfAsync(api.Url(), "--header", "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE"))
            .Is(28, "With the Authorization header the call is refused");
        (await Diagnosis.OfAsync(api.Url(), "--header", "Authorization: Bearer token")).Is(0, "everything works");
    }

    [Theory]
    [InlineData("fail", 30, "The function fails")]
    [InlineData("crash", 30, "The function fails")]
    [InlineData("report", 32, "The app answers with an error")]
    public async Task The_function_or_the_app_is_the_cause(string behaviour, int exitCode, string cause)
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed, behaviour);
        (await Diagnosis.OfAsync(api.Url())).Is(exitCode, cause);
    }

    [Fact]
    public async Task The_certificate_is_not_trusted()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed, options: options => options with
        {
            Tls = true,
            Endpoints = [new("vpce-0aaa", new Uri("https://127.0.0.1:0"))],
        });
        (await Diagnosis.OfAsync(api.Url())).Is(14, "TLS fails");
    }
}
