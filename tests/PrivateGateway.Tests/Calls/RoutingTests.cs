namespace PrivateGateway.Tests.Calls;

public sealed class RoutingTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync(api => api with
    {
        Methods =
        [
            TestGateway.Method("/files/{proxy+}"),
            TestGateway.Method("/pets/{petId}", "GET"),
            TestGateway.Method("/pets", "GET"),
            TestGateway.Method("/pets", "POST"),
            TestGateway.Method("/pets/new", "ANY"),
            TestGateway.Method("/pets/{petId}/owner", "ANY"),
        ],
    });

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("GET", "pets", "/pets", null)]
    [InlineData("GET", "pets/", "/pets", null)]
    [InlineData("POST", "pets", "/pets", null)]
    [InlineData("GET", "pets/4", "/pets/{petId}", """{"petId":"4"}""")]
    [InlineData("GET", "pets/a%2Fb", "/pets/{petId}", """{"petId":"a%2Fb"}""")]
    [InlineData("DELETE", "pets/new", "/pets/new", null)]
    [InlineData("PATCH", "pets/4/owner/", "/pets/{petId}/owner", """{"petId":"4"}""")]
    [InlineData("PUT", "files/a/b", "/files/{proxy+}", """{"proxy":"a/b"}""")]
    public async Task The_most_specific_resource_answers(string method, string path, string resource, string? parameters)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var sentEvent = await _gateway.EventOfAsync(request);

        Assert.Equal(resource, (string?)sentEvent["resource"]);
        Assert.Equal(parameters, sentEvent["pathParameters"]?.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "owners")]
    [InlineData("GET", "files")]
    [InlineData("GET", "pets/4/5")]
    [InlineData("DELETE", "pets/4")]
    [InlineData("GET", "Pets")]
    [InlineData("TRACE", "pets/new")]
    [InlineData("PROPFIND", "pets/new")]
    public async Task An_unknown_resource_or_method_is_answered_with_Missing_Authentication_Token(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await _gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal(
            """{"message":"Missing Authentication Token"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("MissingAuthenticationTokenException", response.Headers.GetValues("x-amzn-errortype").Single());
    }
}
