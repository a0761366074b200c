using System.Reflection.PortableExecutable;
using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>The command that starts a function, in the directory that holds its code.</summary>
/// <param name="Program">A path, or a name on the PATH.</param>
internal sealed record FunctionCommand(string Directory, string Program, IReadOnlyList<string> Arguments)
{
    public override string ToString() => string.Join(' ', [Program, .. Arguments]);

    /// <summary>For a command line that the user gave: anything that speaks to the Runtime API.</summary>
    public static FunctionCommand Shell(string directory, string command) => OperatingSystem.IsWindows()
        ? new(directory, "cmd", ["/d", "/c", command])
        : new(directory, "sh", ["-c", command]);

    /// <summary>By the function's runtime.</summary>
    /// <param name="temporaryDirectory">Where the bootstraps of Node.js and Python are written.</param>
    /// <exception cref="GatewayStartException">The directory does not hold what the handler names, or the machine lacks the language.</exception>
    public static FunctionCommand Of(LambdaFunction function, string directory, string temporaryDirectory)
    {
        var (runtime, handler) = (function.Runtime, function.Handler);
        if (runtime is null || handler is null)
            throw Fault(function, "has no Runtime and Handler, as a container image has: give its command with --function-command");

        if (runtime.StartsWith("provided", StringComparison.Ordinal))
            return new(directory, ForThisMachine(function, Executable(Existing(function, directory, "bootstrap"))), []);

        if (runtime.StartsWith("dotnet", StringComparison.Ordinal))
            return DotNet(function, directory, handler);

        if (runtime.StartsWith("nodejs", StringComparison.Ordinal))
        {
            var module = ModuleOf(handler);
            Existing(function, directory, $"{module}.js", $"{module}.mjs", $"{module}.cjs");
            return new(directory, OnPath(function, "node"), [Bootstrap("bootstrap.cjs", temporaryDirectory)]);
        }

        if (runtime.StartsWith("python", StringComparison.Ordinal))
        {
            var module = handler[..Math.Max(0, handler.LastIndexOf('.'))].Replace('.', '/');
            Existing(function, directory, $"{module}.py", $"{module}/__init__.py");
            return new(directory, OnPath(function, "python3"), ["-u", Bootstrap("bootstrap.py", temporaryDirectory)]);
        }

        throw Fault(function, $"has the runtime {runtime}, which the gateway cannot start: give a command with --function-command, or use --backend or --no-functions");
    }

    private static FunctionCommand DotNet(LambdaFunction function, string directory, string handler)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        if (handler.Split("::") is not [var assembly, _, ..])
            return new(directory, host, [Existing(function, directory, $"{handler}.dll")]);

        // A class library: AWS's runtime support calls the method, if the function's output has it as a program.
        Existing(function, directory, $"{assembly}.dll");
        var support = Path.Combine(directory, "Amazon.Lambda.RuntimeSupport.dll");
        if (!IsProgram(support))
        {
            throw Fault(function, $"has the class-library handler {handler}, which runs only with Amazon.Lambda.RuntimeSupport.dll as a program beside {assembly}.dll: "
                + "make the function an executable assembly, or use --function-command, --backend or --no-functions");
        }

        return new(directory, host,
        [
            "exec", "--depsfile", Existing(function, directory, $"{assembly}.deps.json"),
            "--runtimeconfig", Existing(function, directory, $"{assembly}.runtimeconfig.json"), support, handler,
        ]);
    }

    private static bool IsProgram(string assembly)
    {
        if (!File.Exists(assembly))
            return false;

        using var reader = new PEReader(File.OpenRead(assembly));
        return reader.PEHeaders.CorHeader?.EntryPointTokenOrRelativeVirtualAddress is not (null or 0);
    }

    // directory/module.export.nested: the module's name ends at the first dot after the last slash.
    private static string ModuleOf(string handler)
    {
        var name = handler.LastIndexOf('/') + 1;
        return handler[..name] + handler[name..].Split('.')[0];
    }

    private static string Existing(LambdaFunction function, string directory, params string[] names) =>
        names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists)
        ?? throw Fault(function, $"(handler {function.Handler}): there is no {string.Join(" or ", names)} in {directory}. "
            + $"Build it first (sam build, dotnet publish, npm run build), or say where it is: --function {function.LogicalId}=DIRECTORY");

    private static string Executable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0
            ? path
            : throw new GatewayStartException($"{path} is not executable: run chmod +x on it. Lambda would refuse it too.");
    }

    private static string ForThisMachine(LambdaFunction function, string path) => ElfHeader.MachineOf(path) is { } machine && machine != ElfHeader.ThisMachine
        ? throw Fault(function, $"cannot run here: {path} is a program for {machine}, and this machine is {ElfHeader.ThisMachine}")
        : path;

    private static string OnPath(LambdaFunction function, string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => new[] { Path.Combine(directory, program), Path.Combine(directory, program + ".exe") })
            .FirstOrDefault(File.Exists)
        ?? throw Fault(function, $"has the runtime {function.Runtime}, and there is no {program} on the PATH");

    private static string Bootstrap(string name, string temporaryDirectory)
    {
        var path = Path.Combine(temporaryDirectory, name);
        using var source = typeof(FunctionCommand).Assembly.GetManifestResourceStream(name)!;
        using var copy = File.Create(path);
        source.CopyTo(copy);
        return path;
    }

    private static GatewayStartException Fault(LambdaFunction function, string what) => new($"Function {function.LogicalId} {what}.");
}
