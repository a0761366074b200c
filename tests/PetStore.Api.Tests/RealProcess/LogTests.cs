using System.Globalization;
using System.Text.Json;

namespace PetStore.Api.Tests.RealProcess;

public sealed class LogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task In_production_every_log_line_is_JSON_and_every_request_has_a_line()
    {
        await using var store = await StoreProcess.StartAsync(_directory.File("petstore.db"));
        var answers = new[]
        {
            ("GET", "/pets", await store.GetAsync("/pets?type=dog")),
            ("GET", "/pets/99", await store.GetAsync("/pets/99")),
            ("POST", "/pets", await store.PostAsync("{")),
            ("GET", "/a%22b%E2%80%A8%0A%1B%5B31m", await store.GetAsync("/a%22b%E2%80%A8%0A%1B%5B31m")),
        };
        await store.StopAsync();

        var lines = store.Output.Split('\n').Select(line => JsonElement.Parse(line)).ToList();

        Assert.All(lines, line =>
        {
            Assert.True(DateTimeOffset.TryParse(line.GetProperty("timestamp").GetString(), CultureInfo.InvariantCulture, out _));
            Assert.NotEmpty(line.GetProperty("level").GetString()!);
            Assert.NotEmpty(line.GetProperty("message").GetString()!);
        });
        foreach (var (method, path, answer) in answers)
        {
            var line = Assert.Single(lines, line =>
                line.TryGetProperty("requestId", out var id) && id.GetString() == answer.Header("X-Request-Id") && line.TryGetProperty("status", out _));
            Assert.Equal(method, line.GetProperty("method").GetString());
            Assert.Equal(path, line.GetProperty("path").GetString());
            Assert.Equal(answer.Status, line.GetProperty("status").GetInt32());
            Assert.InRange(line.GetProperty("duration").GetDouble(), 0, 60_000);
        }
    }

    [Fact]
    public async Task In_development_log_lines_are_plain_text_with_the_request_id()
    {
        await using var store = await StoreProcess.StartAsync(_directory.File("petstore.db"), "Development");
        var problem = await store.GetAsync("/pets/99");
        await store.StopAsync();

        var line = Assert.Single(store.Output.Split('\n'), line => line.Contains("GET /pets/99 answered 404", StringComparison.Ordinal));
        Assert.DoesNotContain('{', store.Output);
        Assert.Contains(problem.Json.GetProperty("requestId").GetString()!, line, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
