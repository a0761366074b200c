using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PrivateGateway.Monitoring.Page;

/// <summary>A body for display: JSON indented, text as it is, anything else by its size.</summary>
internal static class BodyText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = Json.Relaxed };

    public static bool IsText(ReadOnlySpan<byte> body) => Utf8.IsValid(body) && !body.Contains((byte)0);

    public static string Of(ReadOnlyMemory<byte> body)
    {
        if (!IsText(body.Span))
            return $"{body.Length} bytes that are not text";

        try
        {
            using var json = JsonDocument.Parse(body);
            return JsonSerializer.Serialize(json.RootElement, Indented);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body.Span);
        }
    }
}
