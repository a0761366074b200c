using PetStore.Testing;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>One of the templates in <c>PrivateGateway.Tests/Cases</c>, each with one feature, and who gets in.</summary>
internal static class Case
{
    private static readonly PseudoParameters Pseudo = new("us-east-1");

    public static string PathOf(string name) => Repository.PathTo("tests", "PrivateGateway.Tests", "Cases", name);

    public static PrivateApi Load(string name, params string[] values) => DeployedTemplate.Load(
        PathOf(name), new Dictionary<string, string>(), Pseudo, values.Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]));

    /// <summary>What the resource policy says to an anonymous caller.</summary>
    public static Verdict Ask(PrivateApi api, string endpoint, string method = "GET", string path = "/") => PolicyEvaluator.Evaluate(
        api.ResourcePolicy,
        new PolicyRequest(
            "*", "execute-api:Invoke", $"arn:aws:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{api.Stage.Name}/{method}{path}",
            new Dictionary<string, IReadOnlyList<string>> { ["aws:SourceVpce"] = [endpoint], ["aws:SourceVpc"] = ["vpc-0123456789abcdef0"] })).Verdict;

    /// <summary>The function of a method's Lambda proxy integration, in the first stage.</summary>
    public static LambdaFunction FunctionOf(PrivateApi api, ApiMethod method) =>
        FunctionTarget.Find(api.Functions, ((LambdaProxyIntegration)method.Integration).FunctionArn, api.Stage)!.Function;

    /// <summary>Whether API Gateway may invoke the function of a method.</summary>
    public static bool MayInvoke(PrivateApi api, ApiMethod method)
    {
        var target = FunctionTarget.Find(api.Functions, ((LambdaProxyIntegration)method.Integration).FunctionArn, api.Stage)!;
        var arn = $"arn:aws:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/{api.Stage.Name}/{method.HttpMethod}{method.ResourcePath}";
        return target.Function.MayBeInvokedBy(arn, target.Qualifier);
    }
}
