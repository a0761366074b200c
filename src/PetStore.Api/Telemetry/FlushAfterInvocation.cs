using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace PetStore.Api.Telemetry;

/// <summary>
/// Lambda freezes the process between invocations, with what has not been sent. A request's span ends after its response is posted
/// and before the next event is asked for: all signals are sent then.
/// </summary>
internal sealed class FlushAfterInvocation(IServiceProvider services) : BaseProcessor<Activity>
{
    private const int TimeoutMilliseconds = 2000;

    public override void OnEnd(Activity data)
    {
        if (data.Kind != ActivityKind.Server)
            return;

        services.GetService<TracerProvider>()?.ForceFlush(TimeoutMilliseconds);
        services.GetService<MeterProvider>()?.ForceFlush(TimeoutMilliseconds);
        services.GetService<LoggerProvider>()?.ForceFlush(TimeoutMilliseconds);
    }
}
