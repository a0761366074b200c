using PetStore.Deploy.Tests.Templates;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Doctor;

/// <summary>What goes wrong on the way to API Gateway, or comes from something else than it.</summary>
public sealed class NetworkDiagnosisTests
{
    private const string ApiName = "abcde12345.execute-api.eu-west-1.amazonaws.com";
    private const string EndpointName = "vpce-0bbb-x1y2z3.execute-api.eu-west-1.vpce.amazonaws.com";
    private const string Nothing = "exit 2";

    [Fact]
    public async Task The_name_does_not_resolve()
    {
        using var host = new Host("curl").With("getent", Nothing);
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(10, "unknown to this host's resolver");
        (await host.AskAsync("https://abcde12345-vpce-0aaa.execute-api.eu-west-1.amazonaws.com/v1/")).Is(10, "has no alias for this endpoint");
    }

    [Theory]
    [InlineData("getent", "echo '52.94.5.6 STREAM x'")]
    [InlineData("getent", "echo '10.0.0.5 STREAM x'; echo '2600:1f18::1 STREAM x'")]
    [InlineData("dig", "echo 52.94.5.6")]
    [InlineData("host", "echo 'x is an alias for y.'; echo 'y has address 52.94.5.6'")]
    public async Task Private_DNS_is_off(string resolver, string script)
    {
        using var host = new Host("curl").With(resolver, script);
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(11, "private DNS is off");
    }

    [Fact]
    public async Task An_API_id_stands_for_its_URL()
    {
        using var host = new Host("curl").With("getent", "echo \"52.94.5.6 STREAM $2\"");
        (await host.AskAsync("abcde12345", "--region", "eu-west-1")).Is(11, ApiName);
        (await host.AskAsync("abcde12345")).Is(2, "which region?");
    }

    [Fact]
    public async Task The_security_group_drops_the_packets()
    {
        using var host = new Host().With("getent", "echo '10.0.0.5 STREAM x'").With("curl", "echo '000 0.000000'; exit 28");
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(12, "Nothing answers on the port");
    }

    [Fact]
    public async Task The_answer_does_not_come_in_time()
    {
        using var host = new Host().With("getent", "echo '10.0.0.5 STREAM x'").With("curl", "echo '000 0.001200'; exit 28");
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(31, "no answer within 35 seconds");
    }

    [Fact]
    public async Task The_connection_is_refused() =>
        (await Diagnosis.OfAsync($"http://127.0.0.1:{FreePort.Next()}/v1/")).Is(13, "The connection is refused");

    [Fact]
    public async Task TLS_is_spoken_to_what_speaks_none()
    {
        await using var stub = Stub.Answering(200, "", "{}");
        (await Diagnosis.OfAsync($"https://127.0.0.1:{stub.Url.Port}/v1/")).Is(14, "TLS fails");
    }

    [Fact]
    public async Task The_connection_breaks_off()
    {
        await using var stub = Stub.Answering("");
        (await Diagnosis.OfAsync($"{stub.Url}v1/")).Is(15, "The connection breaks off");
    }

    [Fact]
    public async Task An_endpoint_s_own_name_needs_the_API_id()
    {
        await using var stub = Stub.Answering(403, "ForbiddenException", """{"message":"Forbidden"}""");
        using var host = new Host("curl").With("getent", "echo '10.0.0.5 STREAM x'").Leading(EndpointName, 80, stub.Url);
        (await host.AskAsync($"http://{EndpointName}/v1/")).Is(23, "An endpoint's own name says nothing about the API");
    }

    [Fact]
    public async Task The_names_of_the_API_lead_to_it()
    {
        await using var api = await PlayedApi.StartAsync(ParameterSets.Listed);
        var region = api.Api.Region;
        var (name, alias) = ($"{api.Api.ApiId}.execute-api.{region}.amazonaws.com", $"{api.Api.ApiId}-vpce-0aaa.execute-api.{region}.amazonaws.com");
        using var host = new Host("curl").With("getent", "echo '10.0.0.5 STREAM x'")
            .Leading(name, 80, api.Origin).Leading(alias, 80, api.Origin);

        (await host.AskAsync($"http://{name}/v1")).Is(0, "everything works");
        (await host.AskAsync($"http://{alias}/v1/")).Is(0, "everything works");
    }

    [Fact]
    public async Task A_public_API_is_called_through_private_DNS()
    {
        await using var endpoint = Stub.Answering(403, "ForbiddenException", """{"message":"Forbidden"}""");
        await using var outside = Stub.Answering("HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\n{}", "127.0.0.2", endpoint.Url.Port);

        (await Diagnosis.OfAsync($"{endpoint.Url}prod/")).Is(23, "If this API is public");
        (await Diagnosis.OfAsync($"{endpoint.Url}prod/", "--public-address", "127.0.0.2")).Is(27, "This is a public API");
    }

    [Fact]
    public async Task The_function_takes_longer_than_API_Gateway_waits()
    {
        await using var stub = Stub.Answering(504, "InternalServerErrorException", """{"message": "Endpoint request timed out"}""");
        (await Diagnosis.OfAsync($"{stub.Url}v1/")).Is(31, "longer than API Gateway waits");
    }

    [Fact]
    public async Task Something_else_answers()
    {
        await using var stub = Stub.Answering("HTTP/1.1 302 Found\nLocation: https://portal.example/\nContent-Length: 0\nConnection: close\n\n");
        (await Diagnosis.OfAsync($"{stub.Url}v1/")).Is(34, "no answer of this API");
    }

    [Theory]
    [InlineData]
    [InlineData("ftp://example.internal/")]
    [InlineData("http://example.internal/v1/", "--policy", "/nowhere/policy.json")]
    [InlineData("http://example.internal/v1/", "--wait", "soon")]
    [InlineData("http://example.internal/v1/", "--verbose")]
    [InlineData("http://example.internal/v1/", "http://example.internal/v2/")]
    public async Task Wrong_options_are_refused(params string[] arguments)
    {
        using var host = new Host("curl").With("getent", Nothing);
        var diagnosis = await Diagnosis.OfAsync(arguments, host.Environment);
        Assert.True(diagnosis.ExitCode == 2, diagnosis.Output);
    }

    [Fact]
    public async Task Missing_tools_are_named()
    {
        using var bare = new Host();
        (await bare.AskAsync("http://127.0.0.1/v1/")).Is(2, "curl is not installed");
        using var deaf = new Host("curl");
        (await deaf.AskAsync("http://127.0.0.1/v1/")).Is(2, "one of getent, dig, host is needed");
    }

    // What a server sends is shown, so it must not be able to write on the terminal, or to be run.
    [Fact]
    public async Task A_hostile_answer_does_no_harm()
    {
        await using var stub = Stub.Answering(418, "$(touch /tmp/petstore-doctor-was-here)", "\u001b[2J`touch /tmp/petstore-doctor-was-here`%s%n");
        var diagnosis = await Diagnosis.OfAsync($"{stub.Url}v1/");

        Assert.Equal(32, diagnosis.ExitCode);
        Assert.DoesNotContain('\u001b', diagnosis.Output);
        Assert.False(File.Exists("/tmp/petstore-doctor-was-here"));
    }
}
