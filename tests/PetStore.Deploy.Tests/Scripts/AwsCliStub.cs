using System.Diagnostics;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Scripts;

/// <summary>The output and the exit code of a script.</summary>
internal sealed record ScriptRun(int ExitCode, string Output)
{
    /// <summary>The commands that change something, as they were printed.</summary>
    public IReadOnlyList<string> Commands => [.. Output.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => line[2..])];

    public ScriptRun Ends(int exitCode)
    {
        Assert.True(exitCode == ExitCode, $"expected {exitCode}, was {ExitCode}:\n{Output}");
        return this;
    }
}

/// <summary>A stub of the AWS CLI for deploy.sh; files hold the state of its AWS account.</summary>
internal sealed class AwsCliStub : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("petstore-aws-");

    public AwsCliStub()
    {
        Directory.CreateDirectory(In("bin"));
        Directory.CreateDirectory(In("artifacts"));
        File.CreateSymbolicLink(In("bin", "aws"), Repository.PathTo("tests", "PetStore.Deploy.Tests", "Scripts", "aws"));
        File.Copy(Repository.PathTo("serverless.template"), In("artifacts", "serverless.template"));
        File.WriteAllText(Package, "the function");
    }

    /// <summary>Stands for the output of package.sh.</summary>
    public string Package => In("artifacts", "petstore.zip");

    /// <summary>Each call of the AWS CLI so far, as a command line.</summary>
    public IReadOnlyList<string> Calls => File.Exists(In("calls")) ? File.ReadAllLines(In("calls")) : [];

    /// <summary>The calls that change something.</summary>
    public IReadOnlyList<string> Changes => [.. Calls.Where(call => !call.Contains(" describe-", StringComparison.Ordinal)
        && !call.Contains(" get-", StringComparison.Ordinal) && !call.Contains(" get ", StringComparison.Ordinal)
        && !call.Contains("change-set", StringComparison.Ordinal) && !call.Contains("no-execute-changeset", StringComparison.Ordinal)
        && !call.Contains(" head-", StringComparison.Ordinal) && !call.Contains(" wait ", StringComparison.Ordinal))];

    public void Set(string fact, string value = "") => File.WriteAllText(In(fact), value);

    public void Unset(string fact) => File.Delete(In(fact));

    /// <param name="part">The tag that deploy.sh sets; null for a stack that it did not create.</param>
    public void SetStack(string name, string status, string? part = "petstore-api")
    {
        Directory.CreateDirectory(In("stacks", name));
        File.WriteAllText(In("stacks", name, "status"), status);
        File.WriteAllText(In("stacks", name, "parameters"), "AllowedVpcEndpointIds\tvpce-0aaa\nFunctionMemory\t512\n");
        File.WriteAllText(In("stacks", name, "tags"), part is null ? "" : $"petstore:part\t{part}\n");
        File.WriteAllText(In("stacks", name, "outputs"), "TableName\tpetstore-Table-1\n");
    }

    /// <summary>Asserts that nothing was changed, except for the change set that a dry run creates and deletes.</summary>
    public void IsUntouched()
    {
        Assert.DoesNotContain(Changes, call => !call.StartsWith("cloudformation delete-stack", StringComparison.Ordinal));
        Assert.False(HasChangeSet);
        Assert.False(Directory.Exists(In("stacks")) && Directory.EnumerateDirectories(In("stacks")).Any());
    }

    public bool HasStack(string name) => Directory.Exists(In("stacks", name));

    public IReadOnlyDictionary<string, string> ParametersOf(string stack) =>
        File.ReadAllLines(In("stacks", stack, "parameters")).Select(line => line.Split('\t')).ToDictionary(pair => pair[0], pair => pair[1]);

    public string TagsOf(string stack) => File.ReadAllText(In("stacks", stack, "tags"));

    /// <summary>Whether a change set was left behind.</summary>
    public bool HasChangeSet => File.Exists(In("change-set"));

    public string StatusOf(string stack) => File.ReadAllText(In("stacks", stack, "status")).Trim();

    public string Read(string name) => File.ReadAllText(In(name));

    public string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }

    /// <summary>deploy.sh for the stack petstore, with the package ready.</summary>
    public Task<ScriptRun> DeployAsync(params string[] options) =>
        RunAsync(["--stack", "petstore", "--region", "eu-west-1", "--package", Package, .. options]);

    /// <returns>The path of a copy of deploy.sh in another directory.</returns>
    public string CopyScripts(string directory)
    {
        foreach (var file in Directory.GetFiles(Repository.PathTo("deploy"), "*", SearchOption.AllDirectories).Append(Repository.PathTo("serverless.template")))
        {
            var copy = In(directory, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return In(directory, "deploy", "deploy.sh");
    }

    public async Task<ScriptRun> RunAsync(
        string[] options, string? typed = null, string? script = null, string bash = "bash", IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(Requires.Program(bash), [script ?? Repository.PathTo("deploy", "deploy.sh"), .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{In("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["AWS_STATE"] = _directory.FullName;
        foreach (var name in start.Environment.Keys.Where(name => name is "AWS_REGION" or "AWS_DEFAULT_REGION" or "AWS_PROFILE").ToList())
            start.Environment.Remove(name);

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        if (typed is not null)
            await process.StandardInput.WriteLineAsync(typed);

        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ScriptRun(process.ExitCode, string.Concat(await output));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string In(params string[] path) => Path.Combine([_directory.FullName, .. path]);
}
