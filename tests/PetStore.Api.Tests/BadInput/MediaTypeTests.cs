using System.Text;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.BadInput;

public sealed class MediaTypeTests : AppTest
{
    private const string Pet = """{"type":"cat","price":5}""";

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=\"iso-8859-1\"")]
    [InlineData("application/jsonx")]
    [InlineData("json")]
    [InlineData("")]
    public async Task A_media_type_other_than_json_is_415(string contentType)
    {
        (await App.PostAsync(Pet, ("Content-Type", contentType))).Problem(415);
        (await App.PutAsync("/pets/1", Pet, ("Content-Type", contentType))).Problem(415);
    }

    [Fact]
    public async Task A_body_without_a_media_type_is_415()
    {
        var answer = await Wire.SendAsync(App.Address, "POST", "/pets", [$"Content-Length: {Pet.Length}"], Encoding.ASCII.GetBytes(Pet));

        answer.Problem(415);
    }

    [Theory]
    [InlineData("Content-Length: 0")]
    [InlineData("Content-Length: 0", "Content-Type: text/plain")]
    [InlineData("X-Nothing: else")]
    public async Task A_missing_body_is_400_whatever_the_media_type(params string[] headers)
    {
        (await Wire.SendAsync(App.Address, "POST", "/pets", headers)).Problem(400);
        (await Wire.SendAsync(App.Address, "PUT", "/pets/1", headers)).Problem(400);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    [InlineData("unheard-of")]
    public async Task A_body_with_a_content_encoding_is_415_and_the_response_accepts_only_identity(string coding)
    {
        var post = await App.PostAsync(Pet, ("Content-Encoding", coding));
        var put = await App.PutAsync("/pets/1", Pet, ("Content-Encoding", coding));

        post.Problem(415);
        put.Problem(415);
        Assert.Equal(("identity", "identity"), (post.Header("Accept-Encoding"), put.Header("Accept-Encoding")));
    }

    [Fact]
    public async Task Identity_is_not_an_encoding()
    {
        Assert.Equal(201, (await App.PostAsync(Pet, ("Content-Encoding", "identity"))).Status);
    }
}
