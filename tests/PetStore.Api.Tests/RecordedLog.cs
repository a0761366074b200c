using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PetStore.Api.Tests;

/// <summary>What an app logs, for a test to look at.</summary>
internal sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _entries = [];
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();

    public IEnumerable<(LogLevel Level, string Message)> Entries => _entries;

    /// <summary>The next message that contains the text; may be logged already.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var message in _messages.Reader.ReadAllAsync(limit.Token))
        {
            if (message.Contains(text, StringComparison.Ordinal))
                return message;
        }

        throw new InvalidOperationException("The log has ended.");
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(RecordedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            log._entries.Enqueue((logLevel, $"{message} {exception}"));
            log._messages.Writer.TryWrite(message);
        }
    }
}
