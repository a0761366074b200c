using PetStore.Testing;

namespace PetStore.Deploy.Tests.Doctor;

/// <summary>A machine for doctor.sh: its resolver gives the answers that a test sets, and it has only the programs that a test names.</summary>
internal sealed class Host : IDisposable
{
    private static readonly string[] Everywhere = ["awk", "bash", "cat", "cp", "cut", "grep", "head", "mktemp", "mv", "rm", "sed", "sort", "tr"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("petstore-host-");

    /// <param name="programs">Programs of this machine that the host has in addition to the standard ones.</param>
    public Host(params string[] programs)
    {
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "bin"));
        foreach (var name in Everywhere.Concat(programs))
            File.CreateSymbolicLink(PathOf(name), Requires.Program(name));
    }

    public Dictionary<string, string?> Environment => new() { ["PATH"] = Path.Combine(_directory.FullName, "bin"), ["CURL_HOME"] = _directory.FullName };

    /// <summary>A program that is a script.</summary>
    public Host With(string name, string script)
    {
        File.WriteAllText(PathOf(name), $"#!/usr/bin/env bash\n{script}\n");
        File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>Redirects connections for this name to another address, through curl's configuration and not its command line.</summary>
    public Host Leading(string name, int port, Uri to)
    {
        File.AppendAllText(Path.Combine(_directory.FullName, ".curlrc"), $"connect-to = \"{name}:{port}:{to.Host}:{to.Port}\"\n");
        return this;
    }

    public Task<Diagnosis> AskAsync(string target, params string[] options) => Diagnosis.OfAsync([target, .. options], Environment);

    public void Dispose() => _directory.Delete(recursive: true);

    private string PathOf(string program) => Path.Combine(_directory.FullName, "bin", program);
}
