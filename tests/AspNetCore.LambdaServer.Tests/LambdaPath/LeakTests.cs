using System.Text;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

public sealed class LeakTests
{
    private static readonly (string, string?) Quiet = ("Logging__LogLevel__Default", "None");

    // Large and small, failing and not, with and without body, query, headers, claims, trace: each after each.
    private static readonly RuntimeApiEvent[] Shapes =
    [
        .. new[]
        {
            ProxyEvents.Get("/echo/a"),
            ProxyEvents.Get("/echo/a?x=1&x=2&y=%C3%A4"),
            ProxyEvents.Of("POST", "/echo/b").With("body", "{\"text\":\"ä\"}"),
            ProxyEvents.Of("POST", "/echo/c").With("body", new string('x', 100_000)),
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "LambdaPath", "Events", "base64-body.json")).Split("\"event\": ")[1].TrimEnd()[..^1],
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "LambdaPath", "Events", "cognito-claims.json")).Split("\"event\": ")[1].TrimEnd()[..^1],
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "LambdaPath", "Events", "repeated-headers.json")).Split("\"event\": ")[1].TrimEnd()[..^1],
            ProxyEvents.Get("/cookies"),
            ProxyEvents.Get("/bytes/3000?type=image%2Fpng"),
            ProxyEvents.Get("/status/204"),
            ProxyEvents.Get("/throw-late"),
            ProxyEvents.Get("/handled/throw"),
            ProxyEvents.Get("/echo/.."),
            ProxyEvents.Get("/header?value=a%0Ab"),
            "{\"httpMethod\":\"GET\"}",
            "not JSON",
        }.Select((payload, index) => new RuntimeApiEvent(Encoding.UTF8.GetBytes(payload)) { RequestId = $"shape-{index}", TraceId = index % 3 == 0 ? $"Root={index}" : null }),
    ];

    [Fact]
    public async Task Ten_thousand_invocations_get_the_responses_of_a_fresh_process()
    {
        Adapter.OursAlone("AWS's adapter ends with some of these events");
        var expected = new List<RuntimeApiOutcome>();
        foreach (var shape in Shapes)
        {
            await using var fresh = LambdaFunction.Start(Quiet);
            expected.Add(await fresh.RuntimeApi.InvokeAsync(Again(shape)));
        }

        await using var function = LambdaFunction.Start(Quiet);
        var order = new Random(20261122);
        for (var i = 0; i < 10_000; i++)
        {
            var index = order.Next(Shapes.Length);
            var outcome = await function.RuntimeApi.InvokeAsync(Again(Shapes[index]));
            Assert.Equal(expected[index].IsError, outcome.IsError);
            Assert.True(expected[index].Body.AsSpan().SequenceEqual(outcome.Body), $"Invocation {i}:\n{outcome.Text}\nA fresh process:\n{expected[index].Text}");
        }

        Assert.Equal(1, function.RuntimeApi.Connections);
    }

    private static RuntimeApiEvent Again(RuntimeApiEvent shape) =>
        new(shape.Payload) { RequestId = shape.RequestId, TraceId = shape.TraceId };
}
