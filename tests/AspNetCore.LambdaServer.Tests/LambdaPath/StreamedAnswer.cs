using System.Text;
using System.Text.Json;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>A streamed response, read as strictly as API Gateway reads it.</summary>
public sealed record StreamedAnswer(int Status, IReadOnlyDictionary<string, string[]> Headers, byte[] Body, IReadOnlyDictionary<string, string>? Trailers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>What the trailers report, or null where there are none.</summary>
    public JsonElement? Error => Trailers?.TryGetValue("lambda-runtime-function-error-body", out var body) == true
        ? JsonElement.Parse(Convert.FromBase64String(body))
        : null;

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;

    public static StreamedAnswer Of(RuntimeApiOutcome outcome)
    {
        Assert.False(outcome.IsError, outcome.Text);
        Assert.Equal("streaming", outcome.Headers["lambda-runtime-function-response-mode"]);
        Assert.Equal("application/vnd.awslambda.http-integration-response", outcome.Headers["content-type"]);
        Assert.Equal("chunked", outcome.Headers["transfer-encoding"]);
        if (outcome.Trailers is { Count: > 0 } trailers)
            Assert.Superset(trailers.Keys.ToHashSet(), outcome.Headers["trailer"].ToLowerInvariant().Split(", ").ToHashSet());

        var (status, headers, length) = Prelude(outcome.Body);
        return new StreamedAnswer(status, headers, outcome.Body[length..], outcome.Trailers);
    }

    /// <returns>Status, headers, and where the body begins.</returns>
    public static (int Status, IReadOnlyDictionary<string, string[]> Headers, int Length) Prelude(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\0\0\0\0\0\0\0\0"u8);
        Assert.InRange(end, 2, 16 * 1024);
        var json = JsonElement.Parse(bytes.AsSpan(0, end));
        Assert.All(json.EnumerateObject(), member => Assert.Contains(member.Name, (string[])["statusCode", "headers", "multiValueHeaders", "cookies"]));
        var headers = json.GetProperty("multiValueHeaders").EnumerateObject().ToDictionary(
            header => header.Name,
            header => header.Value.EnumerateArray().Select(value => value.GetString()!).ToArray(),
            StringComparer.OrdinalIgnoreCase);
        return (json.GetProperty("statusCode").GetInt32(), headers, end + 8);
    }
}
