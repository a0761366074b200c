using Microsoft.Extensions.Configuration;
using PetStore.Api.Cors;
using PetStore.Api.Start;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.Contract;

public sealed class CorsTests : AppTest
{
    private const string Shop = "https://shop.example";
    private const string Pet = """{"type":"cat","price":5}""";

    [Theory]
    [InlineData("/pets", "POST")]
    [InlineData("/pets/", "POST")]
    [InlineData("/pets/1", "PUT")]
    [InlineData("/pets/1", "DELETE")]
    public async Task A_preflight_allows_a_listed_origin_with_the_headers_of_the_sample_and_of_the_contract(string path, string method)
    {
        await using var app = new PetStoreApp(("Cors:Origins", Shop));
        var answer = await PreflightAsync(app, path, method);

        Assert.InRange(answer.Status, 200, 204);
        Assert.Equal(Shop, answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains(method, List(answer.Header("Access-Control-Allow-Methods")));
        Assert.Equal(
            List("Content-Type,X-Amz-Date,Authorization,X-Api-Key,x-apigw-api-id,Idempotency-Key,If-Match,If-None-Match"),
            List(answer.Header("Access-Control-Allow-Headers")));
    }

    [Theory]
    [InlineData("/pets", "POST")]
    [InlineData("/pets/1", "PUT")]
    [InlineData("/pets/1", "DELETE")]
    public async Task By_default_no_other_origin_may_write(string path, string method)
    {
        Assert.Null((await PreflightAsync(App, path, method)).Header("Access-Control-Allow-Origin"));
        (await App.SendAsync(new HttpMethod(method), path, Pet, ("Origin", Shop))).Problem(403);
        (await App.SendAsync(new HttpMethod(method), path, Pet, ("Sec-Fetch-Site", "cross-site"))).Problem(403);
        (await App.SendAsync(new HttpMethod(method), path, Pet, ("Origin", "null"), ("Sec-Fetch-Site", "same-site"))).Problem(403);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Fact]
    public async Task The_apps_own_pages_and_non_browser_clients_may_write()
    {
        var own = App.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(201, (await App.PostAsync(Pet)).Status);
        Assert.Equal(201, (await App.PostAsync(Pet, ("Origin", own))).Status);
        Assert.Equal(201, (await App.PostAsync(Pet, ("Origin", own), ("Sec-Fetch-Site", "same-origin"))).Status);
        Assert.Equal(201, (await App.PostAsync(Pet, ("Sec-Fetch-Site", "none"))).Status);
    }

    [Theory]
    [InlineData("Cors:Origins", Shop)]
    [InlineData("Cors:Origins", "https://zoo.example, https://shop.example")]
    [InlineData("Cors:Origins:0", Shop)]
    [InlineData("Cors:Origins", "*")]
    public async Task Origins_are_a_string_or_a_list(string setting, string value)
    {
        await using var app = new PetStoreApp((setting, value));

        var answer = await app.PostAsync(Pet, ("Origin", Shop), ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(201, answer.Status);
        Assert.Equal(value == "*" ? "*" : Shop, answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task An_origin_that_is_not_listed_may_read_but_not_write()
    {
        await using var app = new PetStoreApp(("Cors:Origins:0", Shop), ("Cors:Origins:1", "https://zoo.example"));

        Assert.Equal("*", (await app.GetAsync("/pets", ("Origin", "https://elsewhere.example"))).Header("Access-Control-Allow-Origin"));
        var write = await app.PostAsync(Pet, ("Origin", "https://elsewhere.example"));
        Assert.Null(write.Header("Access-Control-Allow-Origin"));
        write.Problem(403);
    }

    [Theory]
    [InlineData("https://shop.example/", "https://shop.example")]
    [InlineData("https://shop.example:443", "https://shop.example")]
    [InlineData("http://shop.example:80", "http://shop.example")]
    [InlineData("https://shop.example/path", "https://shop.example")]
    [InlineData("https://Shop.example", "https://shop.example")]
    [InlineData("https://k\u00e4fer.example", "https://xn--kfer-loa.example")]
    [InlineData("shop.example", "https://shop.example")]
    [InlineData("https://*.shop.example", "https://shop.example")]
    [InlineData("https://me@shop.example", "https://shop.example")]
    [InlineData("https://shop.example https://zoo.example", "https://shop.example")]
    public void An_origin_that_can_never_match_is_refused(string origin, string suggestion)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Cors:Origins", origin)]).Build();

        var failure = Assert.Throws<WrongSettingException>(() => CorsOrigins.Read(configuration));

        Assert.Contains($"Cors:Origins is '{origin}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"such as {suggestion},", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1:3000")]
    [InlineData("http://[::1]:3000")]
    [InlineData("https://xn--kfer-loa.example:8443")]
    [InlineData("chrome-extension://abcdef")]
    [InlineData("null")]
    [InlineData("*")]
    public void Origins_are_accepted_as_browsers_send_them(string origin)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Cors:Origins:0", origin)]).Build();

        Assert.Equal([origin], CorsOrigins.Read(configuration));
    }

    [Theory]
    [InlineData("/pets?limit=1")]
    [InlineData("/pets/1")]
    [InlineData("/pets/99")]
    [InlineData("/pets?limit=0")]
    [InlineData("/nowhere")]
    public async Task Any_origin_may_read_responses_and_their_headers(string path)
    {
        var answer = await App.GetAsync(path, ("Origin", Shop));

        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Superset(List("ETag,Link,Location,X-Request-Id,Retry-After"), List(answer.Header("Access-Control-Expose-Headers")));
    }

    [Fact]
    public async Task Credentials_are_not_allowed()
    {
        var answer = await App.GetAsync("/pets", ("Origin", Shop));

        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    private static Task<Answer> PreflightAsync(PetStoreApp app, string path, string method) => app.SendAsync(
        HttpMethod.Options,
        path,
        null,
        ("Origin", Shop),
        ("Access-Control-Request-Method", method),
        ("Access-Control-Request-Headers", "content-type,if-match"));

    private static HashSet<string> List(string? header) =>
        (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
