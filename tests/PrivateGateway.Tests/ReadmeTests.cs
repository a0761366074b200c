#pragma warning disable xUnit1051 // The lines of a README are for any test framework.
#pragma warning disable CA1307
using System.Net;
using PetStore.Testing;
using PrivateGateway.Checks;

namespace PrivateGateway.Tests;

public sealed class ReadmeTests
{
    // The README shows these two; the last test compares them.
    [Fact]
    public async Task Only_the_listed_endpoint_reaches_the_orders()
    {
        await using var gateway = await PrivateGatewayHost.StartAsync(new GatewayOptions
        {
            TemplatePath = "template.yaml",
            NoFunctions = true, // Each Lambda call answers its event.
            Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
        });
        using var listed = gateway.CreateClient("vpce-0aaa");
        using var other = gateway.CreateClient("vpce-0bbb");

        Assert.Equal(HttpStatusCode.OK, (await listed.GetAsync("orders")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("orders")).StatusCode);

        Assert.Equal(["allowed", "not allowed by resource policy"], gateway.LastCalls.Select(call => call.Decision));
        Assert.Equal("OrdersOnly", gateway.LastCalls[0].DecidedBy?.Sid);
        Assert.Contains("compares aws:SourceVpce with 'vpce-0aaa' and the request has 'vpce-0bbb'", gateway.LastCalls[1].Reason);
    }

    [Fact]
    public void No_other_endpoint_gets_in()
    {
        var check = AccessCheck.Load(new GatewayOptions { TemplatePath = "template.yaml" });

        Assert.True(check.Decide("GET", "/orders", new Caller("vpce-0aaa")).IsAllowed);

        var refused = check.Decide("GET", "/orders", new Caller("vpce-0bbb", SourceIp: "10.0.0.7"));
        Assert.Equal(403, refused.Status);
        Assert.Contains("compares aws:SourceVpce with 'vpce-0aaa' and the request has 'vpce-0bbb'", refused.Reason);

        Assert.All(check.Rows().Where(row => row.IsAllowed), row => Assert.Equal("vpce-0aaa", row.Caller.VpcEndpointId));
    }

    [Fact]
    public void The_code_in_the_readme_is_the_code_of_the_tests_above()
    {
        var readme = File.ReadAllText(Repository.PathTo("src", "PrivateGateway", "README.md"));
        var source = File.ReadAllText(Repository.PathTo("tests", "PrivateGateway.Tests", "ReadmeTests.cs")).ReplaceLineEndings("\n");
        var shown = readme.Split("```csharp\n")[1..].Select(block => block.Split("```")[0]).ToList();

        Assert.Equal(2, shown.Count);
        Assert.All(shown, code => Assert.Contains(
            string.Concat(code.Split('\n')[..^1].Select(line => line.Length == 0 ? "\n" : $"    {line}\n")), source, StringComparison.Ordinal));
    }
}
