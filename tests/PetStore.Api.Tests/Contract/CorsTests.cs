namespace PetStore.Api.Tests.Contract;

public sealed class CorsTests : AppTest
{
    [Theory]
    [InlineData("/pets", "POST")]
    [InlineData("/pets/", "POST")]
    [InlineData("/pets/1", "PUT")]
    [InlineData("/pets/1", "DELETE")]
    public async Task A_preflight_admits_every_origin_with_the_headers_of_the_sample_and_of_the_contract(string path, string method)
    {
        var answer = await App.SendAsync(
            HttpMethod.Options,
            path,
            null,
            ("Origin", "https://shop.example"),
            ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", "content-type,if-match"));

        Assert.InRange(answer.Status, 200, 204);
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains(method, List(answer.Header("Access-Control-Allow-Methods")));
        Assert.Equal(
            List("Content-Type,X-Amz-Date,Authorization,X-Api-Key,x-apigw-api-id,Idempotency-Key,If-Match,If-None-Match"),
            List(answer.Header("Access-Control-Allow-Headers")));
    }

    [Theory]
    [InlineData("/pets?limit=1")]
    [InlineData("/pets/1")]
    [InlineData("/pets/99")]
    [InlineData("/pets?limit=0")]
    [InlineData("/nowhere")]
    public async Task Any_origin_may_read_answers_and_their_headers(string path)
    {
        var answer = await App.GetAsync(path, ("Origin", "https://shop.example"));

        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Superset(List("ETag,Link,Location"), List(answer.Header("Access-Control-Expose-Headers")));
    }

    [Fact]
    public async Task No_credentials_are_admitted()
    {
        var answer = await App.GetAsync("/pets", ("Origin", "https://shop.example"));

        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task The_origins_can_be_configured()
    {
        await using var app = new PetStoreApp(("Cors:Origins:0", "https://shop.example"), ("Cors:Origins:1", "https://zoo.example"));

        var ours = await app.GetAsync("/pets", ("Origin", "https://shop.example"));
        var other = await app.GetAsync("/pets", ("Origin", "https://elsewhere.example"));

        Assert.Equal("https://shop.example", ours.Header("Access-Control-Allow-Origin"));
        Assert.Contains("Origin", ours.Header("Vary"), StringComparison.Ordinal);
        Assert.Null(other.Header("Access-Control-Allow-Origin"));
    }

    private static HashSet<string> List(string? header) =>
        (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
