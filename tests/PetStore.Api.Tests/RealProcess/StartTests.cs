using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace PetStore.Api.Tests.RealProcess;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("petstore.db");

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_new_store_lists_the_three_sample_pets(string environment)
    {
        await using var store = await StoreProcess.StartAsync(Database, environment);

        var answer = await store.GetAsync("/pets/");

        Assert.Equal(
            """[{"id":1,"type":"dog","price":249.99},{"id":2,"type":"cat","price":124.99},{"id":3,"type":"fish","price":0.99}]""",
            answer.Body);
        Assert.Equal(File.ReadAllText(ApiDescription.Path), (await store.GetAsync("/openapi.json")).Body);
        Assert.Equal(200, (await store.GetAsync("/swagger/index.html")).Status);
    }

    [Fact]
    public async Task A_restart_changes_nothing()
    {
        await using (var store = await StoreProcess.StartAsync(Database))
        {
            await store.SendAsync(HttpMethod.Delete, "/pets/1", null);
            await store.PostAsync("""{"type":"bird","price":19.99}""");
            Assert.Equal(0, await store.StopAsync());
        }

        await using var again = await StoreProcess.StartAsync(Database);

        Assert.Equal([2, 3, 4], (await again.GetAsync("/pets")).Ids);
    }

    [Fact]
    public async Task Two_processes_share_one_file()
    {
        await using var one = await StoreProcess.StartAsync(Database);
        await using var other = await StoreProcess.StartAsync(Database);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? one : other).PostAsync("""{"type":"bird","price":1}""", ("Idempotency-Key", $"k{i / 4}"))));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(Enumerable.Range(1, 13).Select(id => (long)id), (await one.GetAsync("/pets")).Ids);
        Assert.Equal(10, answers.Select(answer => answer.Body).Distinct().Count());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("noise")]
    [InlineData("torn")]
    [InlineData("foreign")]
    public async Task A_file_that_is_not_a_pet_store_stops_the_start_and_stays_unchanged(string kind)
    {
        await WriteAsync(kind);
        var before = SHA256.HashData(File.ReadAllBytes(Database));

        var (code, lines) = await StoreProcess.StartInVainAsync(Database);

        Assert.NotEqual(0, code);
        Assert.Contains(Database, Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(Database)));
        Assert.Equal([Database], Directory.GetFiles(_directory.Path));
    }

    public void Dispose() => _directory.Dispose();

    private async Task WriteAsync(string kind)
    {
        switch (kind)
        {
            case "text":
                File.WriteAllText(Database, "Dear diary, today I bought a gecko.\n");
                break;
            case "noise":
                File.WriteAllBytes(Database, RandomNumberGenerator.GetBytes(64 * 1024));
                break;
            case "foreign":
                await using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
                {
                    connection.Open();
                    using var command = connection.CreateCommand();
                    command.CommandText = "CREATE TABLE diary (entry TEXT); INSERT INTO diary VALUES ('gecko')";
                    command.ExecuteNonQuery();
                }

                break;
            case "torn":
                await using (var store = await StoreProcess.StartAsync(Database))
                    await store.StopAsync();

                foreach (var rest in Directory.GetFiles(_directory.Path).Where(file => file != Database))
                    File.Delete(rest);

                // SQLite's own header is intact, the rest is not.
                var bytes = File.ReadAllBytes(Database);
                RandomNumberGenerator.Fill(bytes.AsSpan(100));
                File.WriteAllBytes(Database, bytes);
                break;
        }
    }
}
