#pragma warning disable xUnit1051 // The lines of a README are for any test framework.
using System.Net;
using PetStore.Testing;

namespace PrivateGateway.Tests;

public sealed class ReadmeTests
{
    // The README shows these lines; the test below compares them.
    [Fact]
    public async Task Only_the_listed_endpoint_reaches_the_orders()
    {
        await using var gateway = await PrivateGatewayHost.StartAsync(new GatewayOptions
        {
            TemplatePath = "template.yaml",
            NoFunctions = true, // Each Lambda call answers its event.
            Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
        });
        using var client = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(gateway.Urls["vpce-0aaa"], "/live/orders"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri(gateway.Urls["vpce-0bbb"], "/live/orders"))).StatusCode);
        Assert.Equal(2, gateway.Counters.Calls);
    }

    [Fact]
    public void The_code_in_the_readme_is_the_code_of_the_test_above()
    {
        var readme = File.ReadAllText(Repository.PathTo("src", "PrivateGateway", "README.md"));
        var shown = readme.Split("```csharp\n")[1].Split("```")[0];
        var source = File.ReadAllText(Repository.PathTo("tests", "PrivateGateway.Tests", "ReadmeTests.cs"));

        Assert.All(shown.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), line =>
            Assert.Contains(line, source, StringComparison.Ordinal));
    }
}
