using PetStore.Testing;

namespace PetStore.Deploy.Tests.Lab;

public sealed class LabTests
{
    private const string Url = "https://$API.execute-api.$AWS_REGION.amazonaws.com/v1";

    [Fact]
    public async Task The_lab_exits_with_the_status_of_the_command() => (await Vpc.RunAsync("exit 7")).Ends(7);

    [Fact]
    public async Task The_other_endpoint_is_refused_and_the_gateway_says_why()
    {
        var run = (await Vpc.RunAsync($"curl -s -o /dev/null -w '%{{http_code}}\\n' {Url}/pets/", "--endpoint", "other")).Ends(0);

        Assert.Contains("403", run.Output.Split('\n'));
        Assert.Contains("aws:SourceVpce", run.Output, StringComparison.Ordinal);
        Assert.Contains("vpce-0bbb", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_private_DNS_the_alias_of_the_endpoint_still_works()
    {
        var run = (await Vpc.RunAsync("curl -s https://$API-vpce-0aaa.execute-api.$AWS_REGION.amazonaws.com/v1/health/live", "--fault", "private-dns")).Ends(0);
        Assert.Equal("""{"status":"ok"}""", run.Output);
    }

    // A suite that root runs takes another way into the lab than an ordinary user does.
    [Fact]
    public async Task An_ordinary_user_gets_the_same_VPC()
    {
        var run = (await Vpc.RunAsOrdinaryUserAsync($"host mesoko.execute-api.$AWS_REGION.amazonaws.com; curl -s {Url}/health/live")).Ends(0);

        Assert.Contains("execute-api.ap-northeast-1.amazonaws.com has address 172.31.17.157", run.Output, StringComparison.Ordinal);
        Assert.Contains("{\"status\":\"ok\"}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_endpoint_serves_two_APIs_each_under_its_own_id()
    {
        const string Call = "curl -s https://$api.execute-api.$AWS_REGION.amazonaws.com";
        var run = (await Vpc.RunAsync(
            $"api=$API; {Call}/v1/health/live; echo; api=$API2; {Call}/dev/",
            "--template", Repository.PathTo("serverless.template"), "--template", Repository.PathTo("tests", "PrivateGateway.Tests", "Cases", "14-mock.json"))).Ends(0);
        Assert.Equal(["""{"status":"ok"}""", """{"status":"up"}"""], run.Output.Split('\n'));
    }

    [Fact]
    public async Task The_lab_changes_nothing_outside_and_leaves_nothing_behind()
    {
        var before = await File.ReadAllTextAsync("/etc/resolv.conf", TestContext.Current.CancellationToken);
        var run = (await Vpc.RunAsync("cat /etc/resolv.conf; echo ${SSL_CERT_FILE%/*}; cat /proc/$PPID/task/$PPID/children")).Ends(0);
        var lines = run.Output.Split('\n');
        var children = lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("nameserver 172.31.0.2", lines[0]);
        Assert.Equal(before, await File.ReadAllTextAsync("/etc/resolv.conf", TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(lines[1]));
        Assert.InRange(children.Length, 3, 6);
        Assert.DoesNotContain(children, child => Directory.Exists($"/proc/{child}"));
    }

    // The real network conditions for the diagnoses that the other tests cover with stubs.
    [Theory]
    [InlineData(0, "2600:1f18:147f:e900::a", "--dual-stack")]
    [InlineData(20, "A policy denies this caller", "--endpoint", "other")]
    [InlineData(20, "the address 172.31.5.23", "--parameter", "AllowedSourceCidrs=10.0.0.0/16")]
    [InlineData(12, "the packets are dropped", "--fault", "security-group")]
    [InlineData(38, "do not answer: 172.31.12.159 172.31.45.78 (these do: 172.31.17.157)", "--fault", "subnets")]
    [InlineData(18, "the TLS handshake gets lost", "--fault", "handshake")]
    [InlineData(17, "There is no route", "--fault", "no-route")]
    [InlineData(13, "The connection is refused", "--fault", "refused")]
    [InlineData(11, "private DNS is off", "--fault", "private-dns")]
    [InlineData(16, "resolver does not answer", "--fault", "resolver")]
    public async Task The_doctor_names_the_fault(int exitCode, string cause, params string[] options)
    {
        var run = (await Vpc.RunAsync($"deploy/doctor.sh {Url}/", options)).Ends(exitCode);
        Assert.Contains(cause, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone wrong")]
    [InlineData("--fault", "everything")]
    [InlineData("--endpoint")]
    [InlineData("--template", "/nowhere")]
    public async Task Invalid_options_are_refused(params string[] options)
    {
        await using var lab = ChildProcess.Start(Requires.Program("bash"), [Repository.PathTo("deploy", "lab.sh"), .. options]);
        Assert.Equal(2, await lab.WaitForExitAsync(TimeSpan.FromMinutes(1)));
    }
}
