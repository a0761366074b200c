using System.Text;
using Microsoft.Data.Sqlite;
using PetStore.Api.Storage.Sqlite;
using PetStore.Testing;

namespace PetStore.Api.Tests.RealProcess;

/// <summary>The export of a store that is larger than Lambda returns in one piece.</summary>
public sealed class LambdaExportTests : IDisposable
{
    private const int Pets = 200_000;
    private const string Event = """{"httpMethod":"GET","path":"/pets/export","headers":{"Host":"localhost"}}""";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_streamed_export_is_complete_and_uses_constant_memory()
    {
        await using var runtimeApi = RuntimeApi.Start();
        await using var function = await StartAsync(runtimeApi, streaming: true);
        var before = function.PeakMemory;
        var export = await runtimeApi.InvokeAsync(Event, Limit);

        Assert.Equal("streaming", export.Headers["lambda-runtime-function-response-mode"]);
        Assert.NotNull(export.Trailers);
        Assert.Empty(export.Trailers);
        var lines = Lines(export);
        Assert.Equal(Pets, lines.Length);
        Assert.StartsWith("{\"id\":1,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{{\"id\":{Pets},", lines[^1], StringComparison.Ordinal);
        Assert.InRange(export.Body.Length, 7_000_000, int.MaxValue);
        Assert.InRange(function.PeakMemory - before, 0, 60_000_000);
    }

    [Fact]
    public async Task A_buffered_export_over_6_MB_is_a_problem_that_says_how_to_stream()
    {
        await using var runtimeApi = RuntimeApi.Start();
        await using var function = await StartAsync(runtimeApi, streaming: false);
        var answer = (await runtimeApi.InvokeAsync(Event, Limit)).Json;

        Assert.Equal(500, answer.GetProperty("statusCode").GetInt32());
        Assert.Contains("responseTransferMode STREAM", answer.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Contains("EnableResponseStreaming", answer.GetProperty("body").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static string[] Lines(RuntimeApiOutcome export)
    {
        var body = export.Body.AsSpan(export.Body.AsSpan().IndexOf("\0\0\0\0\0\0\0\0"u8) + 8);
        return Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<ChildProcess> StartAsync(RuntimeApi runtimeApi, bool streaming)
    {
        var path = Path.Combine(_directory.Path, "pets.db");
        var environment = runtimeApi.Environment;
        environment["Storage__Sqlite__Path"] = path;
        environment["Lambda__ResponseStreaming"] = streaming ? "true" : "false";
        var function = ChildProcess.Start("dotnet", [StoreProcess.Program], environment);

        // The first answer: the store is there.
        await runtimeApi.InvokeAsync(Event.Replace("/export", "", StringComparison.Ordinal), Limit);
        using var connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
        SqliteFile.Execute(connection, $"""
            WITH RECURSIVE ids(id) AS (SELECT 4 UNION ALL SELECT id + 1 FROM ids WHERE id < {Pets})
            INSERT INTO pets SELECT id, 'dog', id, 1 FROM ids;
            """);
        return function;
    }
}
