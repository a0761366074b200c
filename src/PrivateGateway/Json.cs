using System.Text.Encodings.Web;
using System.Text.Json;

namespace PrivateGateway;

internal static class Json
{
    /// <summary>AWS escapes what JSON requires and nothing more: <c>+</c>, <c>'</c> and letters of all scripts stay as they are.</summary>
    public static JavaScriptEncoder Relaxed => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static JsonWriterOptions Writer { get; } = new() { Encoder = Relaxed };
}
