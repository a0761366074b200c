using System.Text;
using System.Text.Json;

namespace AspNetCore.LambdaServer.RuntimeApi;

/// <summary>The Runtime API's form of an error: <c>{"errorMessage", "errorType", "stackTrace": [lines]}</c>.</summary>
internal static class ErrorReport
{
    public const string TypeHeader = "Lambda-Runtime-Function-Error-Type";
    public const string BodyTrailer = "Lambda-Runtime-Function-Error-Body";

    // A C# name can have letters that a header value cannot.
    public static string TypeOf(Exception fault) =>
        fault.GetType().Name is var name && HeaderText.IsSendable(name) ? name : nameof(Exception);

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

    /// <summary>The end of a chunked body, with the error as its trailers; base64, because a trailer is one line.</summary>
    public static byte[] LastChunk(Exception fault)
    {
        var (type, json) = (TypeOf(fault), new ReusableBuffer());
        Write(json, fault, type);
        return Encoding.ASCII.GetBytes($"0\r\n{TypeHeader}: {type}\r\n{BodyTrailer}: {Convert.ToBase64String(json.Written.Span)}\r\n\r\n");
    }
}
