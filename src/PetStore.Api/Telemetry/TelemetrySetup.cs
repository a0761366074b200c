using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PetStore.Api.Telemetry;

/// <summary>Traces, metrics and logs over OTLP, with OpenTelemetry's own environment variables.</summary>
internal static class TelemetrySetup
{
    /// <summary>Does nothing, and loads nothing, unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            AddOpenTelemetry(builder);
    }

    // A method of its own: the runtime loads the packages when it compiles a method that mentions them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddOpenTelemetry(WebApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? "petstore"))
            .WithTracing(traces =>
            {
                traces.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddOtlpExporter();
                if (LambdaTrace.IsOnLambda)
                    traces.AddProcessor(services => new FlushAfterInvocation(services));
            })
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddMeter("System.Runtime").AddOtlpExporter())
            .WithLogging(logs => logs.AddOtlpExporter(), options => options.IncludeScopes = true);
        if (LambdaTrace.IsOnLambda)
            builder.Services.AddSingleton<DistributedContextPropagator>(new LambdaTrace());
    }
}
