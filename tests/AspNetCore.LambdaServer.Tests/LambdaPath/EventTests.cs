using System.Text.Json;
using System.Text.Json.Nodes;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>One file in Events for each quirk: an event, and what the app is to see of it.</summary>
public sealed class EventTests(SharedFunction shared) : IClassFixture<SharedFunction>
{
    private static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "LambdaPath", "Events");

    public static TheoryData<string> Quirks() =>
        [.. System.IO.Directory.EnumerateFiles(Directory).Select(Path.GetFileNameWithoutExtension).Order().Select(name => name!)];

    [Theory]
    [MemberData(nameof(Quirks))]
    public async Task The_app_sees_what_the_client_sent(string quirk)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Directory, quirk + ".json"), TestContext.Current.CancellationToken))!;
        if (file["onlyOurs"] is { } reason)
            Adapter.OursAlone(reason.GetValue<string>());

        var answer = await shared.Function.SendAsync(file["event"]!.ToJsonString());
        Assert.Equal(200, answer.Status);
        AssertHas(file["expected"]!.AsObject(), answer.Json);
    }

    private static void AssertHas(JsonObject expected, JsonElement actual)
    {
        foreach (var (name, value) in expected)
        {
            // A member that is expected to be null may be absent too.
            if (!actual.TryGetProperty(name, out var found))
                Assert.True(value is null, $"{name} is missing.");
            else if (value is JsonObject { Count: > 0 } members)
                AssertHas(members, found);
            else
                Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(found.GetRawText())), $"{name} is {found}.");
        }
    }
}
