using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PetStore.Api.Logging;

internal readonly record struct LogEntry(
    DateTimeOffset Time, LogLevel Level, string Category, string Message, object? State, Exception? Exception, IExternalScopeProvider? Scopes);

internal interface ILineFormat
{
    void Write(IBufferWriter<byte> output, in LogEntry entry);
}

/// <summary>
/// One JSON object a line: <c>timestamp</c>, <c>level</c>, <c>category</c>, <c>message</c>, then the values in the message and in
/// its scopes, the request id among them. Timestamp and level have the names and spelling of Lambda's JSON log format, so
/// Lambda's log level filter applies.
/// </summary>
internal sealed class JsonLine : ILineFormat
{
    // Log lines are not put into HTML: quotes and angle brackets stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? t_json;

    public void Write(IBufferWriter<byte> output, in LogEntry entry)
    {
        var json = t_json ??= new Utf8JsonWriter(output, Options);
        json.Reset(output);
        json.WriteStartObject();
        json.WriteString("timestamp"u8, entry.Time);
        json.WriteString("level"u8, LevelName(entry.Level));
        json.WriteString("category"u8, entry.Category);
        json.WriteString("message"u8, entry.Message);
        var members = LogMembers.Begin(json);
        members.Write(entry.State);
        entry.Scopes?.ForEachScope(static (scope, members) => members.Write(scope), members);
        if (entry.Exception is { } exception)
            json.WriteString("exception"u8, exception.ToString());

        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static ReadOnlySpan<byte> LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE"u8,
        LogLevel.Debug => "DEBUG"u8,
        LogLevel.Information => "INFO"u8,
        LogLevel.Warning => "WARN"u8,
        LogLevel.Error => "ERROR"u8,
        _ => "FATAL"u8,
    };
}

/// <summary>Lines for people: time, level, message, and the request id that a problem document names.</summary>
internal sealed class TextLine : ILineFormat
{
    public void Write(IBufferWriter<byte> output, in LogEntry entry)
    {
        var line = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{entry.Time.ToLocalTime():HH:mm:ss.fff} {Level(entry.Level)} ");
        if (entry.Level >= LogLevel.Warning)
            line.Append(entry.Category).Append(": ");

        line.Append(entry.Message);
        entry.Scopes?.ForEachScope(AppendRequestId, line);
        line.AppendLine();
        if (entry.Exception is { } exception)
            line.Append(exception).AppendLine();

        Encoding.UTF8.GetBytes(line.ToString(), output);
    }

    private static void AppendRequestId(object? scope, StringBuilder line)
    {
        if (scope is not IEnumerable<KeyValuePair<string, object?>> members)
            return;

        foreach (var (_, id) in members.Where(member => member.Key == "RequestId"))
            line.Append(CultureInfo.InvariantCulture, $" [{id}]");
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
