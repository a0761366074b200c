using System.Diagnostics;

namespace PetStore.Api.Telemetry;

/// <summary>
/// On Lambda the parent of a request's span is the trace that came with the invocation. The runtime client keeps it in
/// <c>_X_AMZN_TRACE_ID</c>, in X-Ray's form: <c>Root=1-{8 hex digits}-{24 hex digits};Parent={16 hex digits};Sampled={0 or 1}</c>
/// (docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader).
/// </summary>
internal sealed class LambdaTrace : DistributedContextPropagator
{
    private readonly DistributedContextPropagator _headers = CreateDefaultPropagator();

    public static bool IsOnLambda { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME"));

    public override IReadOnlyCollection<string> Fields => _headers.Fields;

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        _headers.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);
        if (TraceParent(Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID")) is { } invocation)
            (traceId, traceState) = (invocation, null);
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        _headers.ExtractBaggage(carrier, getter);

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => _headers.Inject(activity, carrier, setter);

    /// <returns>The same as a W3C <c>traceparent</c>, or null if it is not a whole trace header.</returns>
    internal static string? TraceParent(string? header)
    {
        var parts = (header ?? "").Split(';', StringSplitOptions.TrimEntries);
        var root = Value(parts, "Root=");
        var traceId = root is ['1', '-', .. var id] ? id.Replace("-", "", StringComparison.Ordinal) : "";
        var parent = Value(parts, "Parent=") ?? "";
        return traceId.Length == 32 && parent.Length == 16 && traceId.All(char.IsAsciiHexDigitLower) && parent.All(char.IsAsciiHexDigitLower)
            ? $"00-{traceId}-{parent}-0{(Value(parts, "Sampled=") == "1" ? 1 : 0)}"
            : null;
    }

    private static string? Value(string[] parts, string name) =>
        parts.FirstOrDefault(part => part.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
