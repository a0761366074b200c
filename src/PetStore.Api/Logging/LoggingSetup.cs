using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PetStore.Api.Logging;

internal static class LoggingSetup
{
    /// <summary>Lines for people in Development, JSON elsewhere; on Lambda at the level that the function's configuration sets.</summary>
    public static ILoggingBuilder AddPetStoreLogging(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        // One line per request replaces ASP.NET Core's several, and StartFailure reports a start that fails.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        logging.ClearProviders();
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.Services.AddSingleton<ILoggerProvider>(services =>
            Provider(environment, Console.OpenStandardOutput(), services.GetRequiredService<TimeProvider>()));
        if (LambdaLevel() is { } level)
            logging.SetMinimumLevel(level);

        return logging;
    }

    private static LineLoggerProvider Provider(IHostEnvironment environment, Stream stdout, TimeProvider clock)
    {
        ILineFormat format = environment.IsDevelopment() ? new TextLine() : new JsonLine();
        var stream = new LogStream(stdout, lost => LostLines(format, clock, lost));
        var onLambda = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME") is { Length: > 0 };
        return new LineLoggerProvider(format, onLambda ? new ImmediateOutput(stream) : new BufferedOutput(stream), clock);
    }

    internal static ReadOnlyMemory<byte> LostLines(ILineFormat format, TimeProvider clock, long lost)
    {
        var line = new ArrayBufferWriter<byte>();
        var message = string.Create(CultureInfo.InvariantCulture, $"Log lines that could not be written to stdout and are lost: {lost}");
        format.Write(line, new LogEntry(clock.GetUtcNow(), LogLevel.Warning, typeof(LogStream).FullName!, message, null, null, null));
        return line.WrittenMemory;
    }

    private static LogLevel? LambdaLevel() => Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL") switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        _ => null,
    };
}
