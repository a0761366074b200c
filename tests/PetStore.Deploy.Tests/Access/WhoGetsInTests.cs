using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PetStore.Deploy.Tests.Templates;
using PrivateGateway.Policies;
using PrivateGateway.Templates;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Access;

public sealed class WhoGetsInTests
{
    public static TheoryData<string> Deployments => [.. Deployment.All.Select(deployment => deployment.Name)];

    [Theory]
    [MemberData(nameof(Deployments))]
    public void The_gateway_decides_as_the_table_of_callers_says(string name)
    {
        var deployment = Deployment.All.Single(d => d.Name == name);
        var api = TemplateUnderTest.Api().Deploy(deployment.Parameters);

        var wrong = Caller.All
            .Select(caller => (caller, Expected: Matrix.Expected(deployment, caller), Actual: AnswerOf(api, caller)))
            .Where(cell => cell.Expected != cell.Actual);
        Assert.Empty(wrong);
    }

    // Compares only the policy: IAM does not decide about API keys or whether the stage exists.
    [Fact]
    public async Task An_independent_IAM_simulator_decides_as_the_table_of_callers_says()
    {
        var node = await NodeTools.InstallAsync();
        var cells = (
            from deployment in Deployment.All
            from caller in Caller.All
            where caller.HasKey
            let expected = Matrix.Expected(deployment, caller)
            where expected != Answer.NeedsSignature
            select (Deployment: deployment, Caller: caller, IsAllowed: expected == Answer.In)).ToList();
        var policies = new JsonObject(Deployment.All.Select(d => KeyValuePair.Create(d.Name, (JsonNode?)PolicyOf(d))));
        var apis = Deployment.All.ToDictionary(d => d.Name, d => TemplateUnderTest.Api().Deploy(d.Parameters));
        var requests = new JsonArray([.. cells.Select(cell => RequestOf(cell.Deployment, apis[cell.Deployment.Name], cell.Caller))]);

        var answers = await AskAsync(node, new JsonObject { ["policies"] = policies, ["requests"] = requests });

        Assert.Equal(cells.Count, answers.Length);
        Assert.Empty(cells.Where((cell, i) => cell.IsAllowed != answers[i]));
        Assert.InRange(answers.Count(allowed => allowed), 50, cells.Count - 50);
    }

    private static Answer AnswerOf(PrivateApi api, Caller caller)
    {
        var method = api.Methods.Single(m => m.ResourcePath == "/{proxy+}" && m.HttpMethod == (caller.Method == "OPTIONS" ? "OPTIONS" : "ANY"));
        var isSigned = method.Authorization == MethodAuthorization.AwsIam;
        var verdict = Decide(api, caller, isSigned);
        if (caller.Stage != api.Stage.Name)
            return verdict == Verdict.Allow ? Answer.In : Answer.UnknownStage;

        if (verdict == Verdict.ExplicitDeny)
            return Answer.Denied;

        if (isSigned && caller.Signer == Signer.None)
            return Answer.NeedsSignature;

        // In the API's own account, an IAM permission is enough where the policy does not mention the caller. For other accounts both must allow.
        var admits = verdict == Verdict.Allow || (isSigned && caller.Signer == Signer.OwnAccountPermitted);
        return !admits ? Answer.Denied
            : method.ApiKeyRequired && !(caller.HasKey && api.UsagePlans.Any(plan => plan.Keys.Count > 0)) ? Answer.NeedsKey
            : Answer.In;
    }

    private static Verdict Decide(PrivateApi api, Caller caller, bool isSigned) => PolicyEvaluator.Evaluate(
        api.ResourcePolicy,
        new PolicyRequest(isSigned ? caller.Principal ?? "*" : "*", "execute-api:Invoke", MethodArn(api, caller), KeysOf(caller))).Verdict;

    private static string MethodArn(PrivateApi api, Caller caller) =>
        $"arn:aws:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{caller.Stage}/{caller.Method}/pets/";

    private static Dictionary<string, IReadOnlyList<string>> KeysOf(Caller caller)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>> { ["aws:SourceVpc"] = [caller.Vpc], ["aws:VpcSourceIp"] = [caller.Address] };
        if (caller.Endpoint is not null)
            keys["aws:SourceVpce"] = [caller.Endpoint];

        return keys;
    }

    private static JsonObject PolicyOf(Deployment deployment)
    {
        var template = TemplateUnderTest.Api();
        var arn = $"arn:aws:execute-api:eu-west-1:123456789012:{template.Deploy(deployment.Parameters).ApiId}";
        var policy = template.Resolve(deployment.Parameters).Resources["PetStoreApi"].Properties["DefinitionBody"]["x-amazon-apigateway-policy"];
        return JsonNode.Parse(policy.Value!.ToJsonString().Replace("execute-api:/", $"{arn}/", StringComparison.Ordinal))!.AsObject();
    }

    private static JsonObject RequestOf(Deployment deployment, PrivateApi api, Caller caller)
    {
        var isSigned = deployment.IsSigned && caller.Method != "OPTIONS";
        return new JsonObject
        {
            ["policy"] = deployment.Name,
            ["principal"] = isSigned ? caller.Principal : null,
            ["permitted"] = isSigned && caller.Signer is (Signer.OwnAccountPermitted or Signer.OtherAccountPermitted)
                ? $"arn:aws:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{api.Stage.Name}/*"
                : null,
            ["resource"] = MethodArn(api, caller),
            ["keys"] = new JsonObject(KeysOf(caller).Select(key => KeyValuePair.Create(key.Key, (JsonNode?)key.Value[0]))),
        };
    }

    private static async Task<bool[]> AskAsync(string node, JsonObject question)
    {
        var script = Repository.PathTo("tests", "PetStore.Deploy.Tests", "Access", "judge.mjs");
        var start = new ProcessStartInfo(node, [script, Path.Combine(NodeTools.Directory, "node_modules")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var judge = Process.Start(start)!;
        var errors = judge.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var answer = judge.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await judge.StandardInput.WriteAsync(question.ToJsonString());
        judge.StandardInput.Close();
        await judge.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(judge.ExitCode == 0, await errors);
        return JsonSerializer.Deserialize<bool[]>(await answer)!;
    }
}
