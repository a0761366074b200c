using System.Text.Encodings.Web;
using System.Text.Json;

namespace PetStore.Api.Logging;

/// <summary>
/// One JSON object a line on stdout: <c>timestamp</c>, <c>level</c>, <c>category</c>, <c>message</c>, then the request's id and
/// what the message was made of. Timestamp and level are named and spelt as Lambda's JSON log format has them, so its log
/// levels apply. Written at once, by the caller: Lambda freezes a process between invocations, and a background thread's
/// last lines with it.
/// </summary>
internal sealed class JsonLineLoggerProvider(Stream output, TimeProvider clock) : ILoggerProvider, ISupportExternalScope
{
    // Nobody puts a log line into a page: quotes and angle brackets stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _turn = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new JsonLineLogger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private void Write<TState>(string category, LogLevel level, TState state, Exception? exception, string message)
    {
        using var line = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", clock.GetUtcNow());
            json.WriteString("level", LevelName(level));
            json.WriteString("category", category);
            json.WriteString("message", message);
            var members = new LogMembers(json);
            members.Write(state);
            _scopes.ForEachScope(static (scope, members) => members.Write(scope), members);
            if (exception is not null)
                json.WriteString("exception", exception.ToString());

            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        lock (_turn)
        {
            output.Write(line.GetBuffer(), 0, (int)line.Length);
            output.Flush();
        }
    }

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };

    private sealed class JsonLineLogger(string category, JsonLineLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes.Push(state);

        // Filters by category stand in the configuration, and before this.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(category, logLevel, state, exception, formatter(state, exception));
    }
}
