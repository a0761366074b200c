using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.RealProcess;

public sealed class LostFileTests : IDisposable
{
    private const string Bird = """{"type":"bird","price":19.99}""";

    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("petstore.db");

    [Theory]
    [InlineData("", "deleted")]
    [InlineData("", "replaced")]
    [InlineData("-wal", "deleted")]
    [InlineData("-wal", "replaced")]
    public async Task A_store_that_lost_its_file_acknowledges_no_write_and_is_not_ready(string suffix, string how)
    {
        await using var store = await StoreProcess.StartAsync(Database);
        Assert.Equal(201, (await store.PostAsync(Bird)).Status);
        Assert.Equal(200, (await store.GetAsync("/health/ready")).Status);

        Lose(Database + suffix, how);

        foreach (var answer in (Answer[])[
            await store.PostAsync(Bird),
            await store.SendAsync(HttpMethod.Put, "/pets/1", Bird),
            await store.SendAsync(HttpMethod.Delete, "/pets/1", null),
            await store.GetAsync("/health/ready")])
        {
            answer.Problem(503);
            Assert.Null(answer.Header("Retry-After"));
        }

        Assert.Equal(200, (await store.GetAsync("/health/live")).Status);
        Assert.Contains($"{Database}{suffix} was deleted or replaced", store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_comes_back_does_not_make_the_store_ready_again()
    {
        await using var store = await StoreProcess.StartAsync(Database);
        File.Move(Database, Database + ".aside");
        (await store.PostAsync(Bird)).Problem(503);

        File.Move(Database + ".aside", Database);

        (await store.PostAsync(Bird)).Problem(503);
        (await store.GetAsync("/health/ready")).Problem(503);
    }

    public void Dispose() => _directory.Dispose();

    private static void Lose(string file, string how)
    {
        if (how == "replaced")
            File.Copy(file, file + ".copy");

        File.Delete(file);
        if (how == "replaced")
            File.Move(file + ".copy", file);
    }
}
