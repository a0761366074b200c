using System.Net;
using System.Net.Sockets;
using PetStore.Deploy.Tests.Templates;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Doctor;

/// <summary>Faults on the way to API Gateway, and responses that do not come from it.</summary>
public sealed class NetworkDiagnosisTests
{
    private const string ApiName = "abcde12345.execute-api.eu-west-1.amazonaws.com";
    private const string EndpointName = "vpce-0bbb-x1y2z3.execute-api.eu-west-1.vpce.amazonaws.com";
    private const string Nothing = "exit 2";

    [Fact]
    public async Task The_name_does_not_resolve()
    {
        using var host = new Host("curl").With("getent", "[[ $2 == amazonaws.com ]] && echo '52.94.5.6 STREAM x'");
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(10, "unknown to this host's resolver");
        (await host.AskAsync("https://abcde12345-vpce-0aaa.execute-api.eu-west-1.amazonaws.com/v1/")).Is(10, "has no alias for this endpoint");
    }

    [Theory]
    [InlineData("dig", "echo ';; communications error to 10.0.0.2#53: timed out'; echo ';; no servers could be reached'; exit 9")]
    [InlineData("dig", "[[ $1 == +short ]] || echo ';; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 1'")]
    [InlineData("host", "echo ';; connection timed out; no servers could be reached'; exit 1")]
    [InlineData("getent", "exit 2")]
    public async Task The_resolver_does_not_answer(string resolver, string script)
    {
        using var host = new Host("curl").With(resolver, script);
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(16, "resolver does not answer");
    }

    [Theory]
    [InlineData("getent", "echo '52.94.5.6 STREAM x'")]
    [InlineData("dig", "echo 52.94.5.6")]
    [InlineData("host", "echo 'x is an alias for y.'; echo 'y has address 52.94.5.6'")]
    public async Task Private_DNS_is_off(string resolver, string script)
    {
        await using var outside = Stub.Answering(403, "ForbiddenException", """{"message":"Forbidden"}""");
        using var host = new Host("curl").With(resolver, script).Leading(ApiName, 80, outside.Url);
        (await host.AskAsync($"http://{ApiName}/v1/")).Is(11, "private DNS is off");

        using var unreachable = new Host().With(resolver, script).With("curl", "echo '000 0.000000 0.000000 '; exit 28");
        (await unreachable.AskAsync($"https://{ApiName}/v1/")).Is(11, "52.94.5.6, where nothing answers");
    }

    [Theory]
    [InlineData("10.0.0.5", "2600:1f18::1")]
    [InlineData("52.94.5.6", "52.94.5.7")]
    public async Task Addresses_that_look_public_are_accepted_when_the_API_answers(params string[] addresses)
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
        var name = $"{api.Api.ApiId}.execute-api.{api.Api.Region}.amazonaws.com";
        using var host = new Host("curl").With("getent", string.Join('\n', addresses.Select(address => $"echo '{address} STREAM x'"))).Leading(name, 80, api.Origin);
        (await host.AskAsync($"http://{name}/v1/")).Is(0, "everything works");
    }

    [Fact]
    public async Task An_API_id_can_be_given_instead_of_a_URL()
    {
        using var host = new Host().With("getent", "echo \"10.0.0.5 STREAM $2\"").With("curl", "echo '000 0.000000 0.000000 '; exit 28");
        (await host.AskAsync("abcde12345", "--region", "eu-west-1")).Is(12, ApiName);
        (await host.AskAsync("abcde12345")).Is(2, "which region?");
    }

    [Fact]
    public async Task Some_subnets_drop_the_packets()
    {
        const string Curl = """
            while (($# > 0)); do
                [[ $1 != --dump-header ]] || printf 'x-amzn-requestid: 1\r\n' >"$2"
                [[ $1 != --resolve ]] || address=${2##*:}
                shift
            done
            [[ ${address-} != 10.0.0.[56] ]] || { echo '000 0.000000 0.000000 ' && exit 28; }
            echo '200 0.001000 0.002000 10.0.9.9'
            """;
        using var host = new Host().With("getent", "printf '%s STREAM x\n' 10.0.0.5 10.0.0.6 10.0.0.7").With("curl", Curl);
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(38, "do not answer: 10.0.0.5 10.0.0.6 (these do: 10.0.0.7)");
    }

    [Theory]
    [InlineData("No route to host")]
    [InlineData("Network is unreachable")]
    public async Task No_route_leads_to_the_endpoint(string reason)
    {
        using var host = new Host().With("getent", "echo '10.0.0.5 STREAM x'")
            .With("curl", $"echo '* connect to 10.0.0.5 port 443 failed: {reason}' >&2; echo '000 0.000000 0.000000 '; exit 7");
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(17, "There is no route to the endpoint");
    }

    [Fact]
    public async Task API_Gateway_is_called_without_TLS()
    {
        using var host = new Host().With("getent", "echo '10.0.0.5 STREAM x'").With("curl", "echo '000 0.000000 0.000000 '; exit 28");
        (await host.AskAsync($"http://{ApiName}/v1/")).Is(39, "API Gateway answers on https:// only");
    }

    [Fact]
    public async Task The_TLS_handshake_gets_no_answer()
    {
        // The kernel accepts the connection; nobody reads it.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        (await Diagnosis.OfAsync($"https://{silent.LocalEndpoint}/v1/")).Is(18, "the TLS handshake gets lost");

        await using var inspecting = Stub.Answering("");
        (await Diagnosis.OfAsync($"https://127.0.0.1:{inspecting.Url.Port}/v1/")).Is(18, "A firewall inspects TLS");
    }

    [Theory]
    [InlineData(404, "nginx/1.22")]
    [InlineData(503, "squid/5.7")]
    [InlineData(403, "proxy")]
    [InlineData(502, "awselb/2.0")]
    [InlineData(200, "portal")]
    public async Task A_response_does_not_come_from_API_Gateway(int status, string server)
    {
        await using var stub = Stub.InBetween(status, server);
        (await Diagnosis.OfAsync($"{stub.Url}v1/")).Is(34, $"API Gateway did not send this answer ({status}): it has no x-amzn-requestid. Server: {server}.");
    }

    [Theory]
    [InlineData(500, "InternalServerErrorException", 35, "API Gateway cannot invoke the function")]
    [InlineData(401, "UnauthorizedException", 37, "An authorizer")]
    [InlineData(403, "ExpiredTokenException", 29, "have expired")]
    [InlineData(403, "UnrecognizedClientException", 29, "unknown to AWS")]
    [InlineData(413, "RequestTooLargeException", 36, "too large")]
    public async Task API_Gateway_answers_without_the_function(int status, string errorType, int exitCode, string cause)
    {
        await using var stub = Stub.Answering(status, errorType, """{"message":"x"}""");
        (await Diagnosis.OfAsync($"{stub.Url}v1/")).Is(exitCode, cause);
    }

    [Fact]
    public async Task The_security_group_drops_the_packets()
    {
        using var host = new Host().With("getent", "echo '10.0.0.5 STREAM x'").With("curl", "echo '000 0.000000 0.000000 '; exit 28");
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(12, "Nothing answers on the port");
    }

    [Fact]
    public async Task The_response_does_not_arrive_in_time()
    {
        using var host = new Host().With("getent", "echo '10.0.0.5 STREAM x'").With("curl", "echo '000 0.001200 0.003400 10.0.9.9'; exit 28");
        (await host.AskAsync($"https://{ApiName}/v1/")).Is(31, "no answer within 35 seconds");
    }

    [Fact]
    public async Task The_connection_is_refused() =>
        (await Diagnosis.OfAsync($"http://127.0.0.1:{FreePort.Next()}/v1/")).Is(13, "The connection is refused");

    [Fact]
    public async Task The_server_does_not_support_TLS()
    {
        await using var stub = Stub.Answering(200, "", "{}");
        (await Diagnosis.OfAsync($"https://127.0.0.1:{stub.Url.Port}/v1/")).Is(14, "TLS fails");
    }

    [Fact]
    public async Task The_connection_breaks()
    {
        await using var stub = Stub.Answering("");
        (await Diagnosis.OfAsync($"{stub.Url}v1/")).Is(15, "The connection breaks");
    }

    [Fact]
    public async Task The_DNS_name_of_an_endpoint_needs_the_API_id()
    {
        await using var stub = Stub.Answering(403, "ForbiddenException", """{"message":"Forbidden"}""");
        using var host = new Host("curl").With("getent", "echo '10.0.0.5 STREAM x'").Leading(EndpointName, 80, stub.Url);
        (await host.AskAsync($"http://{EndpointName}/v1/")).Is(23, "An endpoint's own name does not name the API");
    }

    [Fact]
    public async Task The_names_of_the_API_resolve_to_it()
    {
        await using var api = await TestApi.StartAsync(ParameterSets.Listed);
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
        await using var outside = Stub.Answering("HTTP/1.1 200 OK\nx-amzn-requestid: 1\nContent-Length: 2\nConnection: close\n\n{}", "127.0.0.2", endpoint.Url.Port);

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
    public async Task Another_API_answers()
    {
        await using var stub = Stub.Answering("HTTP/1.1 302 Found\nx-amzn-requestid: 1\nLocation: https://portal.example/\nContent-Length: 0\nConnection: close\n\n");
        (await Diagnosis.OfAsync($"{stub.Url}v1/")).Is(34, "is not an answer of this API");
    }

    [Theory]
    [InlineData]
    [InlineData("ftp://example.internal/")]
    [InlineData("http://example.internal/v1/", "--policy", "/nowhere/policy.json")]
    [InlineData("http://example.internal/v1/", "--wait", "soon")]
    [InlineData("http://example.internal/v1/", "--verbose")]
    [InlineData("http://example.internal/v1/", "http://example.internal/v2/")]
    public async Task Invalid_options_are_refused(params string[] arguments)
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

    // The doctor prints what a server sends, so that text must not be able to control the terminal or run as a command.
    [Fact]
    public async Task A_malicious_response_cannot_control_the_terminal_or_run_commands()
    {
        await using var stub = Stub.Answering(418, "", "$(touch /tmp/petstore-doctor-was-here)\u001b[2J`touch /tmp/petstore-doctor-was-here`%s%n");
        var diagnosis = await Diagnosis.OfAsync($"{stub.Url}v1/");

        Assert.Equal(32, diagnosis.ExitCode);
        Assert.DoesNotContain('\u001b', diagnosis.Output);
        Assert.False(File.Exists("/tmp/petstore-doctor-was-here"));
    }
}
