using System.Text;
using System.Text.Json;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>A proxy response, read as strictly as API Gateway reads it: what it would answer 502 to fails the test.</summary>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string[]> Headers, byte[] Body, bool IsBase64)
{
    private static readonly string[] Members = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Whether the answer says that it has no Content-Type, so that API Gateway does not add one.</summary>
    public bool HasNoContentType => Headers.TryGetValue("Content-Type", out var values) && values.Length == 0;

    public string? Header(string name) => Headers.TryGetValue(name, out var values) && values.Length > 0 ? string.Join(", ", values) : null;

    public JsonElement Json => JsonElement.Parse(Body);

    public static Answer Of(RuntimeApiOutcome outcome)
    {
        Assert.False(outcome.IsError, outcome.Text);
        return Of(outcome.Json);
    }

    public static Answer Of(JsonElement json)
    {
        Assert.All(json.EnumerateObject(), member => Assert.Contains(member.Name, Members));
        var headers = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        if (json.TryGetProperty("headers", out var single) && single.ValueKind != JsonValueKind.Null)
            foreach (var header in single.EnumerateObject())
                headers[header.Name] = [header.Value.GetString()!];
        if (json.TryGetProperty("multiValueHeaders", out var multiple) && multiple.ValueKind != JsonValueKind.Null)
            foreach (var header in multiple.EnumerateObject())
                headers[header.Name] = [.. header.Value.EnumerateArray().Where(value => !IsNull(header.Name, value)).Select(value => value.GetString()!)];

        var text = json.TryGetProperty("body", out var body) ? body.GetString() ?? "" : "";
        var isBase64 = json.TryGetProperty("isBase64Encoded", out var flag) && flag.GetBoolean();
        return new Answer(
            json.TryGetProperty("statusCode", out var status) ? status.GetInt32() : 200,
            headers,
            isBase64 ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text),
            isBase64);
    }

    private static bool IsNull(string header, JsonElement value) => header == "Content-Type" && value.ValueKind == JsonValueKind.Null;
}
