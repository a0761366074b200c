using System.Globalization;
using System.Text.RegularExpressions;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Lab;

/// <summary>Clients in the lab, under each name that leads to the API. Only DNS and the trusted certificates of the lab help them.</summary>
public sealed partial class ClientTests : IDisposable
{
    private const string Name = "$API.execute-api.$AWS_REGION.amazonaws.com";
    private const string Alias = "$API-vpce-0aaa.execute-api.$AWS_REGION.amazonaws.com";
    private const string Zonal = "${ENDPOINT/.execute-api/-${AWS_REGION}a.execute-api}";

    private readonly string _directory = Directory.CreateTempSubdirectory("petstore-clients-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_sample_of_the_C_sharp_client_works_under_every_name()
    {
        var pets = $"dotnet '{await PublishSampleAsync()}'";
        var run = (await Vpc.RunAsync(
            $"set -e; {pets} https://{Name}/v1; {pets} https://{Alias}/v1; {pets} https://$ENDPOINT/v1 $API; {pets} https://{Zonal}/v1 $API")).Ends(0);

        Assert.Equal(
            [4, 5, 6, 7],
            Gecko().Matches(run.Output).Select(gecko => int.Parse(gecko.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
    }

    // The second page is one that the certificate does not cover.
    [Fact]
    public async Task The_browser_command_of_the_README_shows_the_pets_and_checks_the_certificate()
    {
        Requires.Program("chromium");
        if (!Directory.Exists("/etc/chromium"))
            Requires.Missing("/etc/chromium does not exist, so deploy/lab.sh cannot make Chromium trust its certificate.");

        var readme = await File.ReadAllTextAsync(Repository.PathTo("deploy", "README.md"), TestContext.Current.CancellationToken);
        var browse = BrowserCommand().Match(readme).Groups[1].Value.Replace("chromium ", "chromium --headless --disable-gpu --dump-dom ", StringComparison.Ordinal);
        var run = (await Vpc.RunAsync($"export TMPDIR='{_directory}'; {browse}; {browse.Replace("$API", "172.31.17.157/?", StringComparison.Ordinal)}")).Ends(0);

        Assert.All(["249.99", "124.99", "0.99"], price => Assert.Contains(price, run.Output, StringComparison.Ordinal));
        Assert.Contains("ERR_CERT_COMMON_NAME_INVALID", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_tells_names_and_mistakes_in_a_call_apart()
    {
        (string Call, int ExitCode, string Cause)[] calls =
        [
            ($"$doctor https://{Name}/v1/pets/", 0, "everything works"),
            ($"$doctor https://{Alias}/v1/", 0, "everything works"),
            ("$doctor https://$ENDPOINT/v1/ --api-id $API", 0, "everything works"),
            ($"$doctor https://{Zonal}/v1/ --api-id $API", 0, "everything works"),
            ("$doctor https://$ENDPOINT/v1/", 23, "An endpoint's own name does not name the API"),
            ("$doctor https://mesoko.execute-api.$AWS_REGION.amazonaws.com/v1/", 23, "The endpoint knows no such private API"),
            ("$doctor https://$ENDPOINT/v1/ --api-id zzzzzzzzzz", 23, "The endpoint knows no such private API"),
            ($"$doctor https://{Name}/v2/", 22, "There is no stage 'v2'; 'v1' answers."),
            ($"$doctor http://{Name}/v1/", 39, "API Gateway answers on https:// only"),
            ("$doctor https://172.31.17.157/v1/", 14, "TLS fails"),
            ("$doctor https://${ENDPOINT/0aaa/0ccc}/v1/ --api-id $API", 10, "unknown to this host's resolver"),
            ($"https_proxy=http://127.0.0.1:9 $doctor https://{Name}/v1/", 19, "The proxy of https_proxy leads the call out of the VPC"),
        ];
        var script = string.Join('\n', calls.Select(call => $"{call.Call}; echo \"ended with $?\""));
        var answers = (await Vpc.RunAsync($"doctor=deploy/doctor.sh\n{script}")).Ends(0).Output.Split("ended with ");

        for (var i = 0; i < calls.Length; i++)
        {
            Assert.Contains(calls[i].Cause, answers[i], StringComparison.Ordinal);
            Assert.StartsWith($"{calls[i].ExitCode}", answers[i + 1], StringComparison.Ordinal);
        }
    }

    // Published outside of the lab, because no package feed can be reached from inside.
    private async Task<string> PublishSampleAsync()
    {
        var readme = await File.ReadAllTextAsync(Repository.PathTo("src", "PetStore.Client", "README.md"), TestContext.Current.CancellationToken);
        var project = Repository.PathTo("src", "PetStore.Client", "PetStore.Client.csproj");
        var sample = Package().Replace(Sample().Match(readme).Groups[1].Value, $"#:project {project}");
        await File.WriteAllTextAsync(Path.Combine(_directory, "pets.cs"), sample, TestContext.Current.CancellationToken);
        await ChildProcess.RunAsync(
            "dotnet",
            ["publish", "pets.cs", "--output", "out", $"-p:ArtifactsPath={_directory}/obj", "-p:RunAnalyzers=false", "--nologo", "--verbosity", "quiet"],
            directory: _directory);
        return Path.Combine(_directory, "out", "pets.dll");
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();

    [GeneratedRegex("^#:package .*$", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^Gecko (\d+) costs 39.95$", RegexOptions.Multiline)]
    private static partial Regex Gecko();

    [GeneratedRegex("lab.sh -- bash -c '(chromium [^']*)'")]
    private static partial Regex BrowserCommand();
}
