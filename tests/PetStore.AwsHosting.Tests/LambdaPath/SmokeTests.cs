namespace PetStore.AwsHosting.Tests.LambdaPath;

public sealed class SmokeTests(SharedFunction shared) : IClassFixture<SharedFunction>
{
    [Fact]
    public async Task A_request_is_echoed()
    {
        var answer = await shared.Function.GetAsync("/echo/a?x=1&x=2");
        Assert.Equal(200, answer.Status);
        TestContext.Current.TestOutputHelper!.WriteLine(answer.Text);
        Assert.Equal("/v1", answer.Json.GetProperty("pathBase").GetString());
        foreach (var path in new[] { "/cookies", "/bytes/10", "/file", "/compressed", "/cached", "/cached", "/json", "/callbacks", "/throw", "/throw-late", "/endless", "/hello.txt", "/status/204", "/handled/throw", "/abort", "/header?value=a%0Db" })
        {
            var one = await shared.Function.InvokeAsync(ProxyEvents.Get(path));
            TestContext.Current.TestOutputHelper!.WriteLine(path + " " + one.Text);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(shared.Function.Process.Output);
    }
}
