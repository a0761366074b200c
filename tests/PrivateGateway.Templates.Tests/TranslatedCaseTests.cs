using System.Text.Json.Nodes;
using PetStore.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>A SAM template and the output of AWS's translator describe the same API.</summary>
public sealed class TranslatedCaseTests
{
    // 31 and 32 are left out: the translator needs the content of the included files in the template.
    private static readonly string[] Names =
    [
        "01-no-parameters.json", "02-parameters-all-defaulted.json", "04-implicit-api.json", "05-intrinsic-vpce-whitelist.json", "07-source-vpc-blacklist.json",
        "10-event-level-resource-policy.json", "11-two-functions.json", "13-two-stages.json", "14-mock.json", "15-cors.json", "16-http-proxy.json",
        "17-lambda-non-proxy.json", "18-token-authorizer.json", "19-request-authorizer.json", "21-request-validator.json", "23-gateway-response.json",
        "24-sam-stage-logical-id.json", "25-getatt-not-needed.json", "27-fn-cidr.json", "28-import-value-not-needed.json", "30-ssm-parameter-type.json",
        "34-node-inline.json", "35-python-inline.json", "36-dotnet-class-library-handler.json", "39-own-vpc-endpoint.json", "40-no-lambda-permission.json",
        "41-disable-execute-api-endpoint.json", "44-method-throttling.json", "45-sam-custom-domain.json", "47-usage-plan-positive-control.json",
        "48-policy-vpce-positive-control.json", "49-body-policy-and-auth-policy.json", "vpce-whitelist-with-path-parameters.json",
        "vpce-whitelist-by-a-function.json", "vpce-whitelist-by-a-list-parameter.json", "vpc-whitelist-by-a-function.json", "api-key-required-by-a-text.json",
        "event-api-key-required-by-a-condition.json", "preflight-authorizer-by-a-text.json", "disable-execute-api-endpoint-of-openapi-3.json", "ignored-security-and-validator.json",
        "ignored-globals.json", "regional-domain.json", "event-without-the-default-authorizer.json", "streaming-event.json", "path-with-a-trailing-slash.json", "second-stage-of-a-sam-api.json", "default-body-of-a-gateway-response.json", "validator-of-a-referenced-parameter.json",
    ];

    private static Task<JsonObject>? Translations { get; set; }

    public static TheoryData<string> Cases => [.. Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_SAM_template_and_its_translation_describe_the_same_API(string name)
    {
        var python = await Python.WithAsync("samtranslator");
        var translated = (await (Translations ??= TranslateAsync(python)))[name]!;
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, translated.ToJsonString(), TestContext.Current.CancellationToken);
            var processed = DeployedTemplate.Load(path, new Dictionary<string, string>(), new("us-east-1"));

            Assert.Equal(Describe(Case.Load(name)), Describe(processed));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<JsonObject> TranslateAsync(string python)
    {
        var script = Repository.PathTo("tests", "PrivateGateway.Templates.Tests", "translate.py");
        var environment = new Dictionary<string, string?> { ["AWS_DEFAULT_REGION"] = "us-east-1" };
        var output = await ChildProcess.RunAsync(python, [script, Case.PathOf(""), .. Names], environment);
        return JsonNode.Parse(output.Split('\n').Single(line => line.StartsWith('{')))!.AsObject();
    }

    // Everything that affects a call, one line each.
    private static IEnumerable<string> Describe(PrivateApi api) =>
    [
        $"stages {string.Join(", ", api.Stages.Select(stage => $"{stage.Name} {string.Join(", ", stage.MethodThrottles)}").Order())}",
        $"default names disabled {api.DisableExecuteApiEndpoint}",
        .. api.GatewayResponses.Select(response => $"{response.Key} {response.Value.StatusCode}"),
        .. api.CustomDomains.Select(domain => $"domain {domain.Name} {domain.BasePath} {domain.Stage} {domain.Policy.Statements.Count}"),
        .. api.UsagePlans.Select(plan => $"plan {plan.QuotaLimit} {plan.Keys.Count}"),
        .. api.InterfaceEndpoints.Select(endpoint => $"endpoint {endpoint.Id}"),
        .. api.Methods.OrderBy(method => method.ResourcePath).ThenBy(method => method.HttpMethod).Select(method =>
            $"{method.HttpMethod} {method.ResourcePath} key {method.ApiKeyRequired} {method.Authorization} {Describe(method.Authorizer)} {Describe(api, method)} "
            + $"{string.Join(", ", method.Validation?.RequiredParameters ?? [])} "
            + $"{Case.Ask(api, "vpce-0aaa", method.HttpMethod, method.ResourcePath)} {Case.Ask(api, "vpce-0bbb", method.HttpMethod, method.ResourcePath)}"),
    ];

    private static string Describe(Authorizer? authorizer) => authorizer is LambdaAuthorizer lambda
        ? $"token {lambda.IsToken} from {string.Join(", ", lambda.IdentitySources)} for {lambda.ResultTtl}"
        : $"{authorizer}";

    private static string Describe(PrivateApi api, ApiMethod method) => method.Integration switch
    {
        LambdaProxyIntegration => $"function {Case.FunctionOf(api, method).Name} invokable {Case.MayInvoke(api, method)}",
        MockIntegration mock => $"mock {string.Join(", ", mock.Responses.SelectMany(response => response.Parameters).Select(parameter => $"{parameter}").Order())}",
        var other => $"{other.GetType().Name} {other.Timeout}",
    };
}
