using System.Net;
using Microsoft.Data.Sqlite;
using PetStore.Client;
using PetStore.EndToEnd.Tests.Running;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.PrivatePath;

/// <summary>The export through the template's two transfer modes.</summary>
public sealed class StreamedExportTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("petstore-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_directory.FullName, "pets.db");

    [Fact]
    public async Task Curl_prints_lines_of_SQLite_while_later_ones_are_not_yet_in_the_store()
    {
        // 20 MB: more than all buffers on the way hold, so curl, which is not read, stops the app.
        const int Pets = 500_000;
        await using var store = await WithSqliteAsync("ResponseStreaming=true", Pets);
        await using var export = CurlLines.Get(new Uri(store.Url, "pets/export"));

        var first = await export.NextAsync(Stop);
        Fill(Pets + 1, Pets + 1);
        var filled = TimeProvider.System.GetTimestamp();

        Assert.Equal("""{"id":1,"type":"dog","price":249.99}""", first!.Value.Text);
        Assert.True(first.Value.Arrived < filled);
        var (count, last) = (1, first.Value);
        for (; await export.NextAsync(Stop) is { } line; count++)
            last = line;

        Assert.Equal(0, await export.ExitCodeAsync(Stop));
        Assert.Equal(Pets + 1, count);
        Assert.StartsWith($$"""{"id":{{Pets + 1}},""", last.Text, StringComparison.Ordinal);
        Assert.True(last.Arrived > filled);
    }

    [Fact]
    public async Task Curl_prints_lines_of_DynamoDB_while_it_is_still_asked_for_later_ones()
    {
        // Ten more than the app reads at once.
        const int Pets = 260;
        await using var table = await Dynalite.StartAsync();
        await using var proxy = await FaultProxy.StartAsync(table.Endpoint);
        await using var store = await WithDynamoDbAsync("ResponseStreaming=true", table, Pets, proxy);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Inject = request => request.Operation() == "Query" && request.Says("ExclusiveStartKey") ? new Fault.Hold(seen.Task) : null;
        await using var export = CurlLines.Get(new Uri(store.Url, "pets/export"));

        var lines = new List<CurlLine> { (await export.NextAsync(Stop))!.Value };
        var released = TimeProvider.System.GetTimestamp();
        seen.SetResult();
        while (await export.NextAsync(Stop) is { } line)
            lines.Add(line);

        Assert.Equal(0, await export.ExitCodeAsync(Stop));
        Assert.Equal(Pets, lines.Count);
        Assert.True(lines[0].Arrived < released);
        Assert.True(lines[^1].Arrived > released);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("DynamoDB")]
    public async Task Without_streaming_the_export_arrives_as_a_whole(string engine)
    {
        const int Pets = 20;
        await using var table = engine == "DynamoDB" ? await Dynalite.StartAsync() : null;
        await using var store = table is null
            ? await WithSqliteAsync("ResponseStreaming=false", Pets)
            : await WithDynamoDbAsync("ResponseStreaming=false", table, Pets);
        using var http = new HttpClient(store.Through());

        using var response = await http.GetAsync(new Uri(store.Url, "pets/export"), HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Content.Headers.ContentLength);
        var lines = (await response.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Pets, lines.Length);
        Assert.StartsWith($$"""{"id":{{Pets}},""", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_streaming_an_export_over_6_MB_is_a_problem_that_says_how_to_stream()
    {
        await using var store = await WithSqliteAsync("ResponseStreaming=false", 200_000);
        using var http = new HttpClient(store.Through());

        using var response = await http.GetAsync(new Uri(store.Url, "pets/export"), Stop);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("responseTransferMode STREAM", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    private async Task<PrivateStore> WithSqliteAsync(string mode, int pets)
    {
        var store = await StartAsync(new() { ["Storage__Sqlite__Path"] = Database }, mode);
        await store.Client().ListPetsAsync(cancellationToken: Stop);
        Fill(4, pets);
        return store;
    }

    private static async Task<PrivateStore> WithDynamoDbAsync(string mode, Dynalite table, int pets, FaultProxy? proxy = null)
    {
        var environment = MountedStores.Variables(table.Environment());
        environment["AWS_ENDPOINT_URL_DYNAMODB"] = (proxy?.Endpoint ?? table.Endpoint).OriginalString;
        var store = await StartAsync(environment, mode);
        var client = store.Client();
        await Parallel.ForAsync(3, pets, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop }, async (i, stop) =>
            await client.CreatePetAsync(new NewPet { Type = PetType.Cat, Price = i }, cancellationToken: stop));
        return store;
    }

    private static Task<PrivateStore> StartAsync(Dictionary<string, string> environment, string mode) =>
        PrivateStore.StartAsync(options => options with { Environment = environment }, mode);

    private void Fill(int first, int last)
    {
        using var connection = new SqliteConnection($"Data Source={Database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE ids(id) AS (SELECT $first UNION ALL SELECT id + 1 FROM ids WHERE id < $last)
            INSERT INTO pets SELECT id, 'dog', id, 1 FROM ids
            """;
        command.Parameters.AddWithValue("$first", first);
        command.Parameters.AddWithValue("$last", last);
        command.ExecuteNonQuery();
    }
}
