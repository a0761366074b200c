using System.Text.Json;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>The Runtime API's form of an error: <c>{"errorMessage", "errorType", "stackTrace": [lines]}</c>.</summary>
internal static class ErrorReport
{
    public static string TypeOf(Exception fault) => fault.GetType().Name;

    public static void Write(ReusableBuffer buffer, Exception fault, string errorType)
    {
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("errorMessage"u8, fault.Message);
        json.WriteString("errorType"u8, errorType);
        json.WriteStartArray("stackTrace"u8);
        foreach (var line in (fault.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            json.WriteStringValue(line);

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
