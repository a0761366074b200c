using System.Buffers;

namespace PetStore.Api.Logging;

/// <summary>Formats each log entry as a line of its own and hands it to the output.</summary>
internal sealed class LineLoggerProvider(ILineFormat format, ILogOutput output, TimeProvider clock) : ILoggerProvider, ISupportExternalScope
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_line;

    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => output.Dispose();

    private void Write(string category, LogLevel level, object? state, Exception? exception, string message)
    {
        var line = t_line ??= new ArrayBufferWriter<byte>(1024);
        line.ResetWrittenCount();
        format.Write(line, new LogEntry(clock.GetUtcNow(), level, category, message, state, exception, _scopes));
        output.Write(line.WrittenSpan, urgent: level >= LogLevel.Error);
    }

    private sealed class LineLogger(string category, LineLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes.Push(state);

        // Filters by category are applied before this, by the logger factory.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(category, logLevel, state, exception, formatter(state, exception));
    }
}
