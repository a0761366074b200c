using PetStore.Deploy.Tests.Scripts;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Lab;

/// <summary>A VPC of deploy/lab.sh. The gateway and the function are built once, by the first VPC of a test run.</summary>
internal static class Vpc
{
    private static readonly string[] Bash = ["bash"];

    private static readonly string[] BashOfAnOrdinaryUser =
        System.Environment.IsPrivilegedProcess ? ["unshare", "--user", "--map-user=1000", "--map-group=1000", "bash"] : Bash;

    private static readonly Lazy<Task> Built = new(() => StartAsync(Bash, [], ["true"]));

    /// <summary>Runs a line of bash in the VPC.</summary>
    public static Task<ScriptRun> RunAsync(string line, params string[] options) => RunAsync(Bash, line, options);

    public static Task<ScriptRun> RunAsOrdinaryUserAsync(string line) => RunAsync(BashOfAnOrdinaryUser, line, []);

    private static async Task<ScriptRun> RunAsync(string[] shell, string line, string[] options)
    {
        await Built.Value;
        return await StartAsync(
            shell,
            ["--function", Repository.PathTo("artifacts", "lab", "function"), "--gateway", Repository.PathTo("artifacts", "lab", "gateway", "private-gateway.dll"), .. options],
            ["bash", "-c", line]);
    }

    private static async Task<ScriptRun> StartAsync(string[] shell, string[] options, string[] command)
    {
        foreach (var tool in new[] { "dnsmasq", "nft", "ip", "unshare", "host", "curl" })
            Requires.Program(tool);

        await using var lab = ChildProcess.Start(
            Requires.Program(shell[0]), [.. shell[1..], Repository.PathTo("deploy", "lab.sh"), .. options, "--", .. command], Environment);
        var exitCode = await lab.WaitForExitAsync(TimeSpan.FromMinutes(10));
        if (exitCode == 3)
            Requires.Missing(lab.Output);

        return new ScriptRun(exitCode, lab.Output);
    }

    private static readonly Dictionary<string, string?> Environment =
        new[] { "http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy", "AWS_REGION", "AWS_DEFAULT_REGION" }.ToDictionary(name => name, _ => (string?)null);
}
