using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PetStore.Api.Logging;

internal static class LoggingSetup
{
    /// <summary>Plain console lines in Development, JSON lines elsewhere, at the level that Lambda asks for where it does.</summary>
    public static ILoggingBuilder AddPetStoreLogging(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        // The request log says what ASP.NET Core would, in one line; and a start that fails says so itself.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (environment.IsDevelopment())
            return logging;

        logging.ClearProviders();
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.Services.AddSingleton<ILoggerProvider>(
            services => new JsonLineLoggerProvider(Console.OpenStandardOutput(), services.GetRequiredService<TimeProvider>()));
        if (LambdaLevel() is { } level)
            logging.SetMinimumLevel(level);

        return logging;
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
