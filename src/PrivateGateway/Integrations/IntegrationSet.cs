using PrivateGateway.Calls;
using PrivateGateway.Lambda;
using PrivateGateway.Templates;

namespace PrivateGateway.Integrations;

/// <summary>The last step of a call: what the method is integrated with.</summary>
internal sealed class IntegrationSet(PrivateApi api, FunctionSet functions, GatewayOptions options) : IAsyncDisposable
{
    private readonly LambdaProxy _proxy = new(api, new LambdaInvoker(api, functions, options.Time));
    private readonly LambdaCustom _custom = new(new LambdaInvoker(api, functions, options.Time));
    private readonly Mock _mock = new(api);
    private readonly HttpForwarder _http = new(options.HttpBackends, options.Time);

    public Task<Answer> InvokeAsync(Call call) => call.Method!.Integration switch
    {
        LambdaProxyIntegration when options.Backend is { } backend => _http.ForwardAsync(call, backend),
        LambdaProxyIntegration proxy => _proxy.InvokeAsync(call, proxy),
        LambdaCustomIntegration custom => _custom.InvokeAsync(call, custom),
        HttpIntegration http => _http.InvokeAsync(call, http),
        MockIntegration mock => Task.FromResult(_mock.Respond(call, mock)),
        var other => throw new InvalidOperationException($"{other}"),
    };

    /// <summary>Refuses templates with directives, which need AWS's VTL engine.</summary>
    /// <exception cref="GatewayStartException">Lists every such template, one per line.</exception>
    public static void CheckTemplates(PrivateApi api)
    {
        var unsupported = api.Methods
            .SelectMany(method => TemplatesOf(method.Integration).Select(template => (method, part: MappingTemplate.Unplayable(template))))
            .Where(template => template.part is not null)
            .Select(template => $"{template.method.HttpMethod} {template.method.ResourcePath}: {template.part}")
            .ToList();
        if (unsupported.Count > 0)
            throw new GatewayStartException($"The gateway supports mapping templates without directives only. These have unsupported VTL:\n  {string.Join("\n  ", unsupported)}");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string> TemplatesOf(Integration integration)
    {
        var (request, responses) = integration switch
        {
            MockIntegration mock => (mock.Request, mock.Responses),
            LambdaCustomIntegration custom => (custom.Request, custom.Responses),
            HttpIntegration http => (http.Request, http.Responses),
            _ => (null, []),
        };
        return (request?.Templates.Values ?? []).Concat(responses.SelectMany(response => response.Templates.Values));
    }
}
