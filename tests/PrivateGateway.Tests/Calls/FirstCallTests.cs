namespace PrivateGateway.Tests.Calls;

public sealed class FirstCallTests
{
    [Fact]
    public async Task A_call_through_the_allowed_endpoint_reaches_the_function()
    {
        await using var gateway = await TestGateway.StartAsync();

        using var response = await gateway.Client.GetAsync("pets/", TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains(gateway.Lines, line => line.StartsWith("GET /v1/pets/  vpce-0aaa  allowed  200  ", StringComparison.Ordinal) && line.EndsWith("cold", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_through_another_endpoint_gets_the_response_that_AWS_gives()
    {
        await using var gateway = await TestGateway.StartAsync();

        using var response = await gateway.Client.GetAsync(gateway.Through("vpce-0bbb", "/v1/pets/"), TestContext.Current.CancellationToken);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("AccessDeniedException", response.Headers.GetValues("x-amzn-errortype").Single());
        Assert.Equal(
            """{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:abcdefghij/v1/GET/pets/ with an explicit deny"}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
