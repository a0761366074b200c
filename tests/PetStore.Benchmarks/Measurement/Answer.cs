using System.Text.Json;

namespace PetStore.Benchmarks.Measurement;

/// <summary>What a function answered: functions that answer differently are not compared by their cost.</summary>
/// <param name="BodyLength">In characters.</param>
internal sealed record Answer(int Status, int BodyLength)
{
    public static Answer Read(ReadOnlyMemory<byte> proxyResponse)
    {
        try
        {
            using var json = JsonDocument.Parse(proxyResponse);
            var status = json.RootElement.TryGetProperty("statusCode", out var code) ? code.GetInt32() : 200;
            var body = json.RootElement.TryGetProperty("body", out var text) ? text.GetString() : null;
            return new Answer(status, body?.Length ?? 0);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new BenchmarkFailure($"An answer is no proxy response: {error.Message}");
        }
    }
}
