using System.Net;
using System.Text;
using PetStore.Client;
using static PetStore.EndToEnd.Tests.Client.ScriptedServer;

namespace PetStore.EndToEnd.Tests.Client;

public sealed class ExportTests
{
    private const string Lines = """
        {"id":1,"type":"dog","price":249.99}
        {"id":2,"type":"cat","price":124.99}

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_is_read_line_by_line()
    {
        using var server = new ScriptedServer(Answer(200, Lines, "application/x-ndjson"));

        var pets = await server.Client().ExportPetsAsync(PetType.Dog, Stop).ToListAsync(Stop);

        Assert.Equal([new Pet { Id = 1, Type = PetType.Dog, Price = 249.99m }, new Pet { Id = 2, Type = PetType.Cat, Price = 124.99m }], pets);
        Assert.Equal("http://store.test/v1/pets/export?type=dog", Assert.Single(server.Requests).Url.AbsoluteUri);
    }

    [Fact]
    public async Task The_first_pet_is_returned_before_the_last_one_is_sent()
    {
        var body = new System.IO.Pipelines.Pipe();
        await body.Writer.WriteAsync(Encoding.UTF8.GetBytes(Lines), Stop);
        using var server = new ScriptedServer(Streams(body.Reader.AsStream()));

        await using var pets = server.Client().ExportPetsAsync(cancellationToken: Stop).GetAsyncEnumerator(Stop);

        Assert.True(await pets.MoveNextAsync());
        Assert.Equal(1, pets.Current.Id);
        await body.Writer.CompleteAsync();
        Assert.True(await pets.MoveNextAsync());
        Assert.False(await pets.MoveNextAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_exception_after_the_pets_received_so_far()
    {
        var body = new System.IO.Pipelines.Pipe();
        await body.Writer.WriteAsync(Encoding.UTF8.GetBytes(Lines), Stop);
        await body.Writer.CompleteAsync(new IOException("The response ended prematurely."));
        using var server = new ScriptedServer(Streams(body.Reader.AsStream()));

        await Assert.ThrowsAsync<IOException>(async () => await server.Client().ExportPetsAsync(cancellationToken: Stop).ToListAsync(Stop));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_export_that_fails_temporarily_is_retried()
    {
        using var server = new ScriptedServer(Problem(503), Answer(200, Lines, "application/x-ndjson"));

        Assert.Equal(2, await server.Client().ExportPetsAsync(cancellationToken: Stop).CountAsync(Stop));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_export_that_fails_permanently_is_a_problem_exception()
    {
        using var server = new ScriptedServer(Problem(500));

        await Assert.ThrowsAsync<PetStoreProblemException>(async () => await server.Client().ExportPetsAsync(cancellationToken: Stop).ToListAsync(Stop));
    }

    private static Func<HttpResponseMessage> Streams(Stream body) =>
        () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
}
