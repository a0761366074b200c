using PetStore.Deploy.Tests.Doctor;
using PetStore.Deploy.Tests.Scripts;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Lab;

/// <summary>Machines on which the lab cannot run: programs that stand in front of the machine's own play them.</summary>
public sealed class MachineTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("bash-3.2")]
    public async Task On_macOS_one_line_says_what_to_do(string bash)
    {
        if (Requires.Find(bash) is null)
            Requires.Skip($"{bash} is not installed.");

        using var mac = new Host("dirname").With("uname", "echo Darwin");
        var run = (await RunAsync(mac, bash)).Ends(3);
        Assert.Equal("lab.sh: this needs Linux's network namespaces; on Darwin, run it in a Linux container or virtual machine.", run.Output);
    }

    [Fact]
    public async Task Where_user_namespaces_are_restricted_the_settings_and_sudo_are_named_before_anything_is_built()
    {
        using var ubuntu = Linux("dnsmasq", "ip", "curl").With("unshare", "exit 1").With("dotnet", "touch \"$0.was-here\"");
        var run = (await RunAsync(ubuntu)).Ends(3);

        Assert.Contains("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0", run.Output, StringComparison.Ordinal);
        Assert.Contains("Run it with sudo", run.Output, StringComparison.Ordinal);
        Assert.Contains("docker run --cap-add SYS_ADMIN", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(ubuntu.Environment["PATH"]!, "dotnet.was-here")));
    }

    [Fact]
    public async Task A_missing_tool_is_named_with_its_package()
    {
        using var bare = Linux("dnsmasq", "ip", "curl", "unshare");
        Assert.Contains("dotnet is not installed (Debian, Ubuntu: apt-get install", (await RunAsync(bare)).Ends(3).Output, StringComparison.Ordinal);
    }

    /// <summary>A Linux machine on which these programs do nothing.</summary>
    private static Host Linux(params string[] programs) =>
        programs.Aggregate(new Host("dirname", "id").With("uname", "echo Linux"), (host, program) => host.With(program, ""));

    private static async Task<ScriptRun> RunAsync(Host machine, string bash = "bash")
    {
        await using var lab = ChildProcess.Start(Requires.Program(bash), [Repository.PathTo("deploy", "lab.sh"), "--", "true"], machine.Environment);
        return new ScriptRun(await lab.WaitForExitAsync(TimeSpan.FromMinutes(1)), lab.Output);
    }
}
