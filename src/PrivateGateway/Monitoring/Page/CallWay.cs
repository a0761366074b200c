using PrivateGateway.Calls;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Monitoring.Page;

internal enum StepState
{
    Passed,
    Refused,

    /// <summary>An earlier step ended the call, or the method does not have this one.</summary>
    Skipped,
}

/// <param name="DecidedBy">The statement that decided; null where the step is not a policy, or no statement applied.</param>
/// <param name="Policy">The policy's name where the step is one: <c>resource policy</c>.</param>
internal sealed record WayStep(string Name, StepState State, string Text, PolicyStatement? DecidedBy = null, string? Policy = null);

/// <summary>A call's way through the gateway, step by step. Policies are evaluated again: nothing is kept for this page while calls come.</summary>
internal static class CallWay
{
    public static IEnumerable<WayStep> Of(GatewayCall call)
    {
        // 1. Host and path.
        yield return call.Step switch
        {
            CallStep.Limits => new("Addressing", StepState.Refused, $"{Sentence(call.Decision)} The request exceeds a limit."),
            CallStep.Addressing => new("Addressing", StepState.Refused, Sentence(call.Reason)),
            _ => new("Addressing", StepState.Passed, $"Host and path lead to stage {call.Stage?.Name}."),
        };

        // 2. The signature and the policies.
        foreach (var step in Access(call))
            yield return step;

        // 3. The steps of the method.
        yield return Step(call, CallStep.Routing, "Method", call.MethodOfApi is { } method
            ? $"{method.HttpMethod} {method.ResourcePath}." : "The API has no such resource or method.");
        yield return Step(call, CallStep.Authorizer, "Authorizer", call.MethodOfApi?.Authorizer is { } authorizer
            ? $"{authorizer.Name}{(call.Authorizer is null ? "" : ", which gave a context")}." : null);
        yield return Step(call, CallStep.ApiKey, "API key", call.MethodOfApi is { ApiKeyRequired: true } ? $"{call.ApiKey?.Name ?? "Required"}." : null);
        yield return Step(call, CallStep.Validation, "Validation", call.MethodOfApi?.Validation is null ? null : "Parameters and body.");
        yield return Integration(call);
    }

    private static IEnumerable<WayStep> Access(GatewayCall call)
    {
        var decisions = call.AskAgain?.Invoke() ?? [];
        if (call.Step == CallStep.Policies && decisions.Count == 0)
            yield return new("Signature", StepState.Refused, Sentence(call.Decision));
        else if (call.AccessRequest is { NeedsSignature: true, Signer: var signer })
            yield return new("Signature", StepState.Passed, $"Signed by {signer}.");

        foreach (var decision in decisions)
            yield return new(Capital(decision.DecidedBy), decision.IsAllowed ? StepState.Passed : StepState.Refused, Text(decision), Statement(decision), decision.DecidedBy);

        if (decisions.Count == 0)
            yield return new("Endpoint policy", StepState.Skipped, "");
        if (decisions.All(decision => decision.DecidedBy is "endpoint policy" or "domain policy"))
            yield return new("Resource policy", StepState.Skipped, "");
    }

    private static string Text(AccessDecision decision) =>
        Statement(decision) is null && decision.Policy?.DecidedBy is not null ? "The default policy of an endpoint: full access." : Capital(decision.Reason);

    // The default policy is in no template.
    private static PolicyStatement? Statement(AccessDecision decision) =>
        decision.Policy?.DecidedBy is { } statement && !PolicyDocument.FullAccess.Statements.Contains(statement) ? statement : null;

    private static WayStep Integration(GatewayCall call)
    {
        if (call.Step < CallStep.Integration)
            return new("Integration", StepState.Skipped, "");

        var kind = call.MethodOfApi?.Integration switch
        {
            LambdaProxyIntegration lambda => $"Lambda proxy{(lambda.Streams ? ", streamed" : "")}",
            LambdaCustomIntegration => "Lambda",
            MockIntegration => "Mock",
            _ => "HTTP",
        };
        return call.Integration is not { } outcome ? new("Integration", StepState.Passed, $"{kind}.")
            : outcome.Error is { } error ? new("Integration", StepState.Refused, $"{kind}: {error}")
            : new("Integration", StepState.Passed, $"{kind}: status {outcome.Status} in {outcome.Latency.TotalMilliseconds:0.0} ms{(outcome.Cold ? ", with a cold start" : "")}.");
    }

    /// <param name="text">Null where the method does not have the step.</param>
    private static WayStep Step(GatewayCall call, CallStep step, string name, string? text) =>
        call.Step < step ? new(name, StepState.Skipped, "")
        : call.Step == step ? new(name, StepState.Refused, text is null ? Sentence(call.Decision) : $"{text} {Sentence(call.Decision)}")
        : text is null ? new(name, StepState.Skipped, "The method has none.")
        : new(name, StepState.Passed, text);

    private static string Sentence(string text) => text.Length == 0 ? "" : $"{Capital(text.TrimEnd('.'))}.";

    private static string Capital(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
}
