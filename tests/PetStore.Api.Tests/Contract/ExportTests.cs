using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Tests.Contract;

public sealed class ExportTests : AppTest
{
    private const string Samples = """
        {"id":1,"type":"dog","price":249.99}
        {"id":2,"type":"cat","price":124.99}
        {"id":3,"type":"fish","price":0.99}

        """;

    [Theory]
    [InlineData("/pets/export")]
    [InlineData("/pets/export/")]
    public async Task An_export_has_every_pet_as_one_JSON_object_per_line(string path)
    {
        var answer = await App.GetAsync(path);

        Assert.Equal((200, "application/x-ndjson"), (answer.Status, answer.ContentType));
        Assert.Equal(Samples, answer.Body);
    }

    [Fact]
    public async Task An_export_has_every_page_of_the_list()
    {
        await App.CreateAsync(300);

        var lines = (await App.GetAsync("/pets/export")).Body.TrimEnd().Split('\n');

        Assert.Equal(Enumerable.Range(1, 303), lines.Select(line => JsonElement.Parse(line).GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task An_export_of_a_type_has_only_that_type()
    {
        Assert.Equal(Samples.Split('\n')[1] + "\n", (await App.GetAsync("/pets/export?type=cat")).Body);
        Assert.Equal((200, ""), ((await App.GetAsync("/pets/export?type=gecko")).Status, (await App.GetAsync("/pets/export?type=gecko")).Body));
    }

    [Theory]
    [InlineData("type=unicorn")]
    [InlineData("type=dog&type=cat")]
    public async Task An_export_of_an_unknown_type_is_refused(string query)
    {
        (await App.GetAsync($"/pets/export?{query}")).Problem(400, "type");
    }

    [Fact]
    public async Task An_export_that_fails_midway_is_aborted()
    {
        await using var app = new PetStoreApp(services => services.AddSingleton<IPetStore, BreakingStore>());

        var broken = await Assert.ThrowsAsync<HttpRequestException>(() => app.GetAsync("/pets/export"));

        Assert.Equal(HttpRequestError.ResponseEnded, broken.HttpRequestError);
    }

    private sealed class BreakingStore : IPetStore
    {
        public async IAsyncEnumerable<Pet[]> ExportAsync(PetType? type, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return [.. Pet.Samples];
            throw new StoreUnavailableException("The table is gone.");
        }

        public Task InitializeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredPet?> FindAsync(long id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PetPage> ListAsync(PetQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CreateResult> CreateAsync(NewPet pet, string? idempotencyKey, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<WriteResult> ReplaceAsync(long id, NewPet pet, VersionCondition condition, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<WriteResult> DeleteAsync(long id, VersionCondition condition, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
