namespace PrivateGateway.Calls;

/// <summary>The sources of parameter mappings and identities: <c>method.request.header.Authorization</c>, <c>stageVariables.x</c>, <c>'text'</c>.</summary>
internal static class RequestSource
{
    /// <returns>Null: the request has no such value.</returns>
    public static string? ValueOf(Call call, string source) => source.Split('.', 4) switch
    {
        _ when source is ['\'', .. var text, '\''] => text,
        ["method", "request", "header", var name] => call.Header(name),
        ["method", "request", "querystring", var name] => call.QueryParameter(name),
        ["method", "request", "multivalueheader", var name] => call.Headers[name] is { Count: > 0 } values ? string.Join(',', values.ToArray()) : null,
        ["method", "request", "path", var name] => call.PathParameters.GetValueOrDefault(name),
        ["stageVariables", ..] => call.Stage.Variables.GetValueOrDefault(source["stageVariables.".Length..]),
        ["context", ..] => call.ContextValue(source["context.".Length..]),
        _ => null,
    };
}
