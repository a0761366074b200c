using PetStore.Testing;

namespace PetStore.Deploy.Tests.Doctor;

/// <summary>The result of doctor.sh.</summary>
internal sealed record Diagnosis(int ExitCode, string Output)
{
    public static async Task<Diagnosis> OfAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string shell = "bash")
    {
        var bash = Requires.Program(shell);
        Requires.Program("curl");
        var variables = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>());
        foreach (var name in new[] { "http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy", "no_proxy", "NO_PROXY", "AWS_REGION", "AWS_DEFAULT_REGION", "PETSTORE_API_KEY" })
            variables.TryAdd(name, null);

        await using var doctor = ChildProcess.Start(bash, [Repository.PathTo("deploy", "doctor.sh"), .. arguments], variables);
        return new Diagnosis(await doctor.WaitForExitAsync(TimeSpan.FromMinutes(2)), doctor.Output);
    }

    public static Task<Diagnosis> OfAsync(string target, params string[] options) => OfAsync([target, .. options]);

    public void Is(int exitCode, string cause)
    {
        Assert.True(exitCode == ExitCode, $"expected {exitCode}, was {ExitCode}:\n{Output}");
        Assert.Contains(cause, Output, StringComparison.Ordinal);

        // Every cause comes with the next step.
        if (exitCode >= 10)
            Assert.Matches("(?m)^next +\\S", Output);
    }
}
