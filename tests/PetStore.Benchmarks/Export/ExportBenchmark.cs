using System.Diagnostics;
using System.Globalization;
using PetStore.Benchmarks.Functions;
using PetStore.Benchmarks.Measurement;
using PetStore.Benchmarks.RuntimeApi;
using PetStore.Benchmarks.Storage;

namespace PetStore.Benchmarks.Export;

/// <summary>
/// <c>GET /pets/export</c> of stores of several sizes in each way that it leaves the app: on Kestrel, as a response stream on Lambda, and
/// buffered on Lambda, where a large export is answered with a problem. Each in a process of its own.
/// </summary>
internal static class ExportBenchmark
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, ["--app", "--event", "--pets"], []);
        var app = Function.At("app", options.File("--app"));
        var exportEvent = await File.ReadAllBytesAsync(options.File("--event"));

        Console.WriteLine($"{"",-22}{"pets",12}{"sent, bytes",14}{"time, s",10}{"peak memory, MB",18}");
        foreach (var size in StorageBenchmark.Sizes(options, "--pets"))
        {
            await using var store = new SqliteOfSize(size, app: null);
            await store.FillAsync();
            Print("Kestrel", size, OnKestrel(app, store));
            Print("Lambda, streamed", size, OnLambda(app, store, exportEvent, streaming: true));
            Print("Lambda, buffered", size, OnLambda(app, store, exportEvent, streaming: false));
        }

        return 0;
    }

    private static Run OnKestrel(Function app, SqliteOfSize store)
    {
        using var server = ServerProcess.Start(
            "The app", app.File, address => ["--urls", $"http://{address}"], store.Setting, new("ASPNETCORE_ENVIRONMENT", "Production"));
        server.Call("/pets");
        var started = Stopwatch.GetTimestamp();
        var sent = server.Download("/pets/export");
        return new(sent, Stopwatch.GetElapsedTime(started), server.PeakMemory);
    }

    private static Run OnLambda(Function app, SqliteOfSize store, byte[] exportEvent, bool streaming)
    {
        using var standIn = new RuntimeApiStandIn(exportEvent, Timeout);
        using var process = app.Start([
            .. LambdaEnvironment.For(app, standIn.Address), store.Setting, new("Lambda__ResponseStreaming", streaming ? "true" : "false")]);
        standIn.AwaitNext(process);
        var started = Stopwatch.GetTimestamp();
        standIn.SendEvent();
        var answer = standIn.AwaitAnswer(process);
        var time = Stopwatch.GetElapsedTime(started);
        standIn.Acknowledge();

        // The peak is read when the function asks for its next event.
        standIn.AwaitNext(process);
        return new(answer.Length, time, process.PeakMemory);
    }

    private static void Print(string way, long pets, Run run) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{way,-22}{pets,12}{run.Sent,14}{run.Time.TotalSeconds,10:0.00}{run.PeakMemory / 1e6,18:0.0}"));

    /// <param name="Sent">Bytes of the response: of its body on Kestrel, of what was posted to the Runtime API on Lambda.</param>
    /// <param name="PeakMemory">The peak of the process's resident memory, in bytes.</param>
    private readonly record struct Run(long Sent, TimeSpan Time, long PeakMemory);
}
