using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>Apps that fail; after each the function serves the next request.</summary>
public sealed class FaultTests(SharedFunction shared) : IClassFixture<SharedFunction>, IAsyncLifetime
{
    private readonly LambdaFunction _function = shared.Function;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("/throw")]
    [InlineData("/throw-late")]
    public async Task An_exception_is_a_500_that_reveals_nothing_internal(string path)
    {
        Adapter.OursAlone("AWS's adapter answers 500 without a body, or with half of one");
        var next = new RuntimeApiEvent(System.Text.Encoding.UTF8.GetBytes(ProxyEvents.Get(path)));
        var answer = Answer.Of(await _function.RuntimeApi.InvokeAsync(next));
        Assert.Equal((500, "application/problem+json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal(next.RequestId, answer.Json.GetProperty("requestId").GetString());
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        await _function.Process.WaitForLineAsync(line => line.EndsWith($"Invocation {next.RequestId}: the app threw an exception.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/wait")]
    [InlineData("/handled/wait")]
    public async Task A_request_is_aborted_and_answered_before_the_deadline(string path)
    {
        Adapter.OursAlone("AWS's adapter lets Lambda end the process");
        var deadline = DateTimeOffset.UtcNow.AddSeconds(2);
        var next = new RuntimeApiEvent(System.Text.Encoding.UTF8.GetBytes(ProxyEvents.Get(path))) { Deadline = deadline };
        var answer = Answer.Of(await _function.RuntimeApi.InvokeAsync(next));
        Assert.Equal((504, "application/problem+json"), (answer.Status, answer.Header("Content-Type")));
    }

    [Fact]
    public async Task A_deadline_in_the_past_does_not_prevent_a_fast_response()
    {
        var next = new RuntimeApiEvent(System.Text.Encoding.UTF8.GetBytes(ProxyEvents.Get("/status/200"))) { Deadline = DateTimeOffset.UnixEpoch };
        Assert.Equal(200, Answer.Of(await _function.RuntimeApi.InvokeAsync(next)).Status);
    }

    [Fact]
    public async Task A_request_that_the_app_aborts_is_a_500()
    {
        Adapter.OursAlone("AWS's adapter has no Abort");
        Assert.Equal(500, (await _function.GetAsync("/abort")).Status);
    }

    [Theory]
    [InlineData("X-Test", "a%0D%0ASet-Cookie:%20b")]
    [InlineData("X-Test", "a%0Ab")]
    [InlineData("X-Test", "a%00b")]
    [InlineData("X-Test", "%C4%8A")]
    [InlineData("X%0D%0ATest", "a")]
    [InlineData("X Test", "a")]
    public async Task No_header_is_injected_into_a_response(string name, string value)
    {
        Adapter.OursAlone("AWS's adapter leaves it to API Gateway");
        var answer = await _function.GetAsync($"/header?name={name}&value={value}");
        Assert.Equal(500, answer.Status);
        Assert.Equal(["Content-Type"], answer.Headers.Keys);
    }

    public async ValueTask DisposeAsync() => Assert.Equal("a body", (await _function.GetAsync("/status/200")).Text);
}
