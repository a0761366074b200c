using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PetStore.Benchmarks.Measurement;
using PetStore.Testing;

namespace PetStore.Benchmarks.Kestrel;

/// <summary>
/// The app on Kestrel against Fastify with better-sqlite3: the same routes, the same SQLite settings, a log line for each request on both
/// sides. Each has one core, wrk with 16 connections has another, and they take turns.
/// </summary>
internal static partial class KestrelBenchmark
{
    private static readonly (string Title, string Path, bool Creates)[] Routes =
        [("GET /pets/2", "/pets/2", false), ("GET /pets (20 pets)", "/pets", false), ("POST /pets", "/pets", true)];

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, ["--app", "-n", "--seconds"], []);
        var (app, rounds, seconds) = (options.File("--app"), options.Count("-n", 5), options.Count("--seconds", 5));
        var directory = Directory.CreateTempSubdirectory("petstore-kestrel-").FullName;
        try
        {
            var peer = await InstallPeerAsync();
            Console.WriteLine($"{"",-22}{"ours, req/s",14}{"Fastify",10}{"ratio",8}{"ours, CPU us",15}{"Fastify",10}{"ratio",8}");
            foreach (var route in Routes)
            {
                // A store of its own for each route: what the creates add must not be listed.
                using var ours = Start(directory, route.Title, "ours", "dotnet", [app, "--urls", "http://ADDRESS"]);
                using var theirs = Start(directory, route.Title, "Fastify", "node", [peer, "PORT"]);
                Console.WriteLine(await CompareAsync(directory, route, ours, theirs, rounds, seconds));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // Once, because npm may have to compile SQLite.
    private static async Task<string> InstallPeerAsync()
    {
        var source = Repository.PathTo("tests", "PetStore.Benchmarks", "Kestrel", "Peer");
        var installed = Directory.CreateDirectory(Repository.PathTo("artifacts", "kestrel-peer")).FullName;
        foreach (var file in Directory.GetFiles(source))
            File.Copy(file, Path.Combine(installed, Path.GetFileName(file)), overwrite: true);

        if (!File.Exists(Path.Combine(installed, "node_modules", ".package-lock.json")))
            await ToolAsync("npm", ["install", "--no-audit", "--no-fund"], installed, TimeSpan.FromMinutes(30));

        return Path.Combine(installed, "server.mjs");
    }

    private static async Task<string> CompareAsync(
        string directory, (string Title, string Path, bool Creates) route, Server ours, Server theirs, int rounds, int seconds)
    {
        foreach (var server in (Server[])[ours, theirs])
        {
            await LoadAsync(directory, server, "/pets", creates: true, seconds: 1);
            await LoadAsync(directory, server, route.Path, route.Creates, seconds: 3);
        }

        var pairs = new List<(Load Ours, Load Theirs)>();
        for (var i = 0; i < rounds; i++)
            pairs.Add((await LoadAsync(directory, ours, route.Path, route.Creates, seconds), await LoadAsync(directory, theirs, route.Path, route.Creates, seconds)));

        double Of(Func<(Load Ours, Load Theirs), double> figure) => pairs.Select(figure).Order().ElementAt(rounds / 2);
        return string.Create(CultureInfo.InvariantCulture,
            $"{route.Title,-22}{Of(pair => pair.Ours.Rate),14:0}{Of(pair => pair.Theirs.Rate),10:0}{Of(pair => pair.Ours.Rate / pair.Theirs.Rate),8:0.00}"
            + $"{Of(pair => pair.Ours.Cpu),15:0.0}{Of(pair => pair.Theirs.Cpu),10:0.0}{Of(pair => pair.Ours.Cpu / pair.Theirs.Cpu),8:0.00}");
    }

    private static async Task<Load> LoadAsync(string directory, Server server, string path, bool creates, int seconds)
    {
        var script = Path.Combine(directory, "create.lua");
        await File.WriteAllTextAsync(script, """
            wrk.method = "POST"
            wrk.body = '{"type":"dog","price":1.5}'
            wrk.headers["Content-Type"] = "application/json"
            """);
        var before = server.Process.Cpu;
        var output = await ToolAsync(
            "taskset", ["-c", "1", "wrk", "-t1", "-c16", $"-d{seconds}s", .. creates ? (string[])["-s", script] : [], $"http://{server.Address}{path}"], directory);
        var cpu = server.Process.Cpu - before;
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
            throw new BenchmarkFailure($"{path}: {output}");

        var requests = double.Parse(Requests().Match(output).Value, CultureInfo.InvariantCulture);
        return new(double.Parse(Rate().Match(output).Value, CultureInfo.InvariantCulture), cpu.TotalMicroseconds / requests);
    }

    private static Server Start(string directory, string route, string name, string program, string[] arguments)
    {
        IPEndPoint? listening = null;
        var place = Directory.CreateDirectory(Path.Combine(directory, $"{name} {route.Replace('/', ' ')}")).FullName;
        var process = ServerProcess.Start(
            name,
            "/bin/bash",
            address =>
            {
                listening = address;
                var words = arguments.Select(word => word.Replace("ADDRESS", $"{address}", StringComparison.Ordinal).Replace("PORT", $"{address.Port}", StringComparison.Ordinal));
                string[] command = [program, .. words, .. name == "ours" ? (string[])[] : [Path.Combine(place, "pets.db")]];
                return ["-c", "exec taskset -c 0 \"$@\" > \"$0\"", Path.Combine(place, "log"), .. command];
            },
            new("Storage__Sqlite__Path", Path.Combine(place, "pets.db")), new("ASPNETCORE_ENVIRONMENT", "Production"), new("NODE_ENV", "production"));
        return new(process, listening!);
    }

    private static async Task<string> ToolAsync(string program, string[] arguments, string directory, TimeSpan? timeout = null)
    {
        try
        {
            return await ChildProcess.RunAsync(program, arguments, directory: directory, timeout: timeout);
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException or System.ComponentModel.Win32Exception)
        {
            throw new BenchmarkFailure($"{program}: {failure.Message}");
        }
    }

    [GeneratedRegex("[0-9]+(?= requests in)")]
    private static partial Regex Requests();

    [GeneratedRegex("(?<=Requests/sec: +)[0-9.]+")]
    private static partial Regex Rate();

    private readonly record struct Load(double Rate, double Cpu);

    private sealed record Server(ServerProcess Process, IPEndPoint Address) : IDisposable
    {
        public void Dispose() => Process.Dispose();
    }
}
