using PetStore.Testing;

namespace PrivateGateway.Policies.Tests;

public sealed class PackageTests
{
    [Fact]
    public void The_public_API_matches_the_recorded_one() =>
        PublicApi.AssertIs(typeof(PolicyDocument).Assembly, "src", "PrivateGateway.Policies", "PublicApi.txt");

    // The README shows these lines; the test below compares them.
    [Fact]
    public void A_policy_admits_one_endpoint_and_says_why()
    {
        var policy = PolicyDocument.Parse(File.ReadAllText("policy.json"), PolicyPlace.Api("arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5"));

        var decision = policy.Evaluate(new PolicyRequest(
            "*", "execute-api:Invoke", "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1/GET/orders",
            new Dictionary<string, IReadOnlyList<string>> { ["aws:SourceVpce"] = ["vpce-0bbb"] }));

        Assert.Equal(Verdict.ExplicitDeny, decision.Verdict);
        Assert.Equal("DenyOthers", decision.DecidedBy!.Sid);
        Assert.Contains("StringNotEquals compares aws:SourceVpce with 'vpce-0aaa'", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_in_the_readme_is_the_code_of_the_test_above()
    {
        var readme = File.ReadAllText(Repository.PathTo("src", "PrivateGateway.Policies", "README.md"));
        var shown = readme.Split("```csharp\n")[1].Split("```")[0];
        var source = File.ReadAllText(Repository.PathTo("tests", "PrivateGateway.Policies.Tests", "PackageTests.cs"));

        Assert.All(shown.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), line =>
            Assert.Contains(line, source, StringComparison.Ordinal));
    }
}
