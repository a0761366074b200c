using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.Contract;

public sealed class EveryAnswerTests : AppTest
{
    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/pets")]
    [InlineData("HEAD", "/pets")]
    [InlineData("OPTIONS", "/pets")]
    [InlineData("POST", "/pets")]
    [InlineData("PATCH", "/pets")]
    [InlineData("GET", "/pets/1")]
    [InlineData("GET", "/pets/99")]
    [InlineData("GET", "/pets/x")]
    [InlineData("DELETE", "/pets/1")]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/health/ready")]
    [InlineData("GET", "/openapi.json")]
    [InlineData("GET", "/swagger")]
    [InlineData("GET", "/swagger/index.html")]
    [InlineData("GET", "/swagger/swagger-ui.css")]
    public async Task Every_response_has_a_request_id_and_forbids_content_type_sniffing(string method, string path)
    {
        var answer = await Wire.SendAsync(App.Address, method, path);

        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.NotEmpty(answer.Header("X-Request-Id")!);
        Assert.Null(answer.Header("Server"));
    }

    [Fact]
    public async Task Every_response_has_its_own_request_id()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => App.GetAsync("/pets")));

        Assert.Distinct(answers.Select(answer => answer.Header("X-Request-Id")));
    }

    [Fact]
    public async Task A_304_has_these_headers_too()
    {
        var answer = await App.GetAsync("/pets/1", ("If-None-Match", "*"));

        Assert.Equal((304, "nosniff"), (answer.Status, answer.Header("X-Content-Type-Options")));
        Assert.NotEmpty(answer.Header("X-Request-Id")!);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml, */*;q=0.1")]
    [InlineData("application/json;q=0")]
    [InlineData("rubbish//")]
    public async Task Every_response_is_JSON_whatever_the_Accept_header_says(string accept)
    {
        Assert.StartsWith("application/json", (await App.GetAsync("/pets", ("Accept", accept))).ContentType, StringComparison.Ordinal);
        (await App.GetAsync("/pets/99", ("Accept", accept))).Problem(404);
        (await App.GetAsync("/nowhere", ("Accept", accept))).Problem(404);
        (await App.PostAsync("{", ("Accept", accept))).Problem(400);
        (await App.SendAsync(HttpMethod.Patch, "/pets", null, ("Accept", accept))).Problem(405);
    }

    [Theory]
    [InlineData("/swagger")]
    [InlineData("/swagger/")]
    public async Task Swagger_redirects_to_its_page_with_a_relative_location(string path)
    {
        var at = new Uri(App.Address, path);
        var answer = await App.GetAsync(path);
        while (answer.Status is 301 or 302 or 307 or 308)
        {
            var location = answer.Header("Location")!;
            Assert.False(location.StartsWith('/') || location.Contains("://", StringComparison.Ordinal), $"{location} leaves where the app is mounted.");
            at = new Uri(at, location);
            answer = await App.GetAsync(at.PathAndQuery);
        }

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("text/html", answer.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_is_served_as_it_is_committed()
    {
        var answer = await App.GetAsync("/openapi.json");

        Assert.StartsWith("application/json", answer.ContentType, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(ApiDescription.Path), answer.Body);
    }
}
