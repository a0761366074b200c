using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PetStore.Client;
using PetStore.Testing;
using static PetStore.EndToEnd.Tests.Client.ScriptedServer;

namespace PetStore.EndToEnd.Tests.Client;

public sealed partial class AddressingTests
{
    private const string VpceName = "vpce-0123456789abcdef0-abcdefgh.execute-api.eu-west-1.vpce.amazonaws.com";

    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5080/pets/1")]
    [InlineData("http://localhost:5080/", "http://localhost:5080/pets/1")]
    [InlineData("https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/v1", "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/v1/pets/1")]
    [InlineData("https://pets.example.internal/store/", "https://pets.example.internal/store/pets/1")]
    public async Task A_base_URL_is_used_unchanged(string baseUrl, string expected)
    {
        using var server = new ScriptedServer(Answer(200, OnePet));
        await server.Client(("BaseUrl", baseUrl)).GetPetAsync(1, cancellationToken: TestContext.Current.CancellationToken);

        var request = Assert.Single(server.Requests);
        Assert.Equal(expected, request.Url.AbsoluteUri);
        Assert.DoesNotContain("x-apigw-api-id", request.Headers.Keys);
        Assert.DoesNotContain("x-api-key", request.Headers.Keys);
    }

    [Theory]
    [InlineData(null, "v1")]
    [InlineData("test", "test")]
    public async Task A_call_to_the_DNS_name_of_an_endpoint_sends_the_API_id(string? stage, string expected)
    {
        using var server = new ScriptedServer(Answer(200, OnePet));
        var client = server.Client(("VpceDnsName", VpceName), ("ApiId", "a1b2c3d4e5"), ("Stage", stage));
        await client.GetPetAsync(1, cancellationToken: TestContext.Current.CancellationToken);

        var request = Assert.Single(server.Requests);
        Assert.Equal($"https://{VpceName}/{expected}/pets/1", request.Url.AbsoluteUri);
        Assert.Equal("a1b2c3d4e5", request.Headers["x-apigw-api-id"]);
    }

    [Fact]
    public async Task An_api_key_is_sent_with_every_call()
    {
        using var server = new ScriptedServer(Answer(200, OnePet));
        var client = server.Client(("BaseUrl", "http://localhost"), ("ApiKey", "k3y"));
        await client.GetPetAsync(1, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("k3y", Assert.Single(server.Requests).Headers["x-api-key"]);
    }

    [Theory]
    [InlineData("either BaseUrl, or VpceDnsName")]
    [InlineData("either BaseUrl, or VpceDnsName", "BaseUrl=http://localhost", $"VpceDnsName={VpceName}", "ApiId=a1b2c3d4e5")]
    [InlineData("BaseUrl must be", "BaseUrl=localhost:5080/v1")]
    [InlineData("BaseUrl must be", "BaseUrl=ftp://localhost/v1")]
    [InlineData("BaseUrl must be", "BaseUrl=/v1")]
    [InlineData("BaseUrl must be", "BaseUrl=http://localhost/v1?x=1")]
    [InlineData("BaseUrl must be", "BaseUrl=http://me:secret@localhost/v1")]
    [InlineData("Stage goes with VpceDnsName", "BaseUrl=http://localhost", "Stage=v1")]
    [InlineData("must be a host name", "VpceDnsName=https://vpce-0.example", "ApiId=a1b2c3d4e5")]
    [InlineData("must be a host name", "VpceDnsName=vpce-0.example/v1", "ApiId=a1b2c3d4e5")]
    [InlineData("needs ApiId", $"VpceDnsName={VpceName}")]
    [InlineData("Stage must be", $"VpceDnsName={VpceName}", "ApiId=a1b2c3d4e5", "Stage=v1/pets")]
    [InlineData("ApiId must be", "BaseUrl=http://localhost", "ApiId=a1\r\nX: y")]
    [InlineData("ApiKey must be", "BaseUrl=http://localhost", "ApiKey=two words")]
    [InlineData("ApiKey must be", "BaseUrl=http://localhost", "ApiKey=")]
    [InlineData("MaxRetries must be", "BaseUrl=http://localhost", "MaxRetries=-1")]
    [InlineData("AttemptTimeout must be", "BaseUrl=http://localhost", "AttemptTimeout=00:00:00")]
    [InlineData("Timeout must not be less", "BaseUrl=http://localhost", "Timeout=00:00:10")]
    public void Invalid_settings_are_refused_with_what_to_set(string expected, params string[] settings)
    {
        using var server = new ScriptedServer();
        var refusal = Assert.Throws<OptionsValidationException>(() => server.Client([.. settings.Select(Setting)]));
        Assert.Contains(refusal.Failures, failure => failure.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_configuration_in_the_readme_is_valid()
    {
        var readme = File.ReadAllText(Repository.PathTo("src", "PetStore.Client", "README.md"));
        var blocks = JsonBlock().Matches(readme);
        Assert.Equal(4, blocks.Count);
        foreach (Match block in blocks)
        {
            using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(block.Groups[1].Value));
            var services = new ServiceCollection();
            services.AddPetStoreClient(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("PetStore"));
            using var provider = services.BuildServiceProvider();
            Assert.NotNull(provider.GetRequiredService<IPetStoreClient>());
        }
    }

    private static (string, string?) Setting(string text) => (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..]);

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
