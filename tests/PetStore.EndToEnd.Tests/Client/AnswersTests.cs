using PetStore.Client;
using static PetStore.EndToEnd.Tests.Client.ScriptedServer;

namespace PetStore.EndToEnd.Tests.Client;

public sealed class AnswersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_problem_document_becomes_an_exception_with_all_its_members()
    {
        using var server = new ScriptedServer(Problem(400, ""","detail":"Not valid.","errors":{"price":["too much","too odd"]},"extra":1"""));
        var answer = await Assert.ThrowsAsync<PetStoreProblemException>(() => server.Client().GetPetAsync(1, cancellationToken: Stop));

        Assert.Equal(400, answer.StatusCode);
        Assert.StartsWith("Not valid.; price too much, too odd\n", answer.Message, StringComparison.Ordinal);
        Assert.Equal(("A title", 400, "Not valid.", "r-1"), (answer.Problem.Title, answer.Problem.Status, answer.Problem.Detail, answer.Problem.RequestId));
        Assert.Equal(["too much", "too odd"], answer.Problem.Errors!["price"]);
        Assert.True(answer.Problem.AdditionalProperties.ContainsKey("extra"));
    }

    [Theory]
    [InlineData("""{"Message":"User: anonymous is not authorized"}""", "User: anonymous is not authorized")]
    [InlineData("""{"message":"Forbidden"}""", "Forbidden")]
    [InlineData("""{"message":null}""", "")]
    [InlineData("<html>no</html>", "Forbidden")]
    [InlineData("[]", "Forbidden")]
    [InlineData("", "Forbidden")]
    public async Task An_error_that_is_not_a_problem_document_is_reported_as_the_gateways_response(string body, string expected)
    {
        using var server = new ScriptedServer(Answer(403, body, headers: [("x-amzn-errortype", "AccessDeniedException")]));
        var answer = await Assert.ThrowsAsync<PetStoreGatewayException>(() => server.Client().GetPetAsync(1, cancellationToken: Stop));

        Assert.Equal((403, "AccessDeniedException", body), (answer.StatusCode, answer.ErrorType, answer.Response));
        Assert.StartsWith(expected + "\n", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_document_without_its_media_type_is_not_read_as_one()
    {
        using var server = new ScriptedServer(Answer(400, """{"type":"about:blank","title":"","status":400,"requestId":""}"""));
        await Assert.ThrowsAsync<PetStoreGatewayException>(() => server.Client().GetPetAsync(1, cancellationToken: Stop));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData("null")]
    public async Task An_invalid_problem_document_is_reported_as_the_gateways_response(string body)
    {
        using var server = new ScriptedServer(Answer(500, body, "application/problem+json"));
        await Assert.ThrowsAsync<PetStoreGatewayException>(() => server.Client().GetPetAsync(1, cancellationToken: Stop));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":1,"type":"dog"}""")]
    [InlineData("""{"id":1,"type":"horse","price":1}""")]
    [InlineData("<html>")]
    public async Task A_response_that_is_not_a_pet_is_an_exception_too(string body)
    {
        using var server = new ScriptedServer(Answer(200, body));
        await Assert.ThrowsAsync<PetStoreException>(() => server.Client().GetPetAsync(1, cancellationToken: Stop));
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("249.99")]
    [InlineData("999999.99")]
    [InlineData("0.10")]
    public async Task Prices_are_sent_and_read_exactly(string price)
    {
        using var server = new ScriptedServer(
            Answer(200, $$"""{"id":1,"type":"dog","price":{{price}}}"""), Answer(200, OnePet));
        var client = server.Client();
        var pet = (await client.GetPetAsync(1, cancellationToken: Stop)).Result;
        await client.ReplacePetAsync(1, new NewPet { Type = pet.Type, Price = pet.Price }, cancellationToken: Stop);

        Assert.Equal($$"""{"type":"dog","price":{{price}}}""", server.Requests[1].Body);
    }

    [Fact]
    public async Task Entity_tags_are_read_and_sent()
    {
        using var server = new ScriptedServer(
            Answer(200, OnePet, headers: [("ETag", "\"7\"")]), Answer(200, OnePet, headers: [("etag", "\"8\"")]), Answer(304), Answer(204));
        var client = server.Client();
        var pet = await client.GetPetAsync(1, cancellationToken: Stop);
        Assert.Equal("\"7\"", pet.ETag);

        var replaced = await client.ReplacePetAsync(1, new NewPet { Type = PetType.Cat, Price = 1 }, ifMatch: pet.ETag, cancellationToken: Stop);
        Assert.Equal("\"8\"", replaced.ETag);
        Assert.Null(await client.GetPetIfChangedAsync(1, replaced.ETag!, Stop));
        Assert.Null((await client.DeletePetAsync(1, cancellationToken: Stop)).ETag);
        Assert.Equal("\"7\"", server.Requests[1].Headers["If-Match"]);
        Assert.Equal("\"8\"", server.Requests[2].Headers["If-None-Match"]);
    }
}
