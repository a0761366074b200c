using System.Net;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PrivateGateway.Calls;
using PrivateGateway.Templates;

namespace PrivateGateway.Integrations;

/// <summary>
/// HTTP integrations, and with <c>--backend</c> the server that answers in place of the functions. A backend that is down or does not
/// speak HTTP gives 504, as API Gateway's INTEGRATION_FAILURE; a slow one gives 504 too.
/// </summary>
internal sealed partial class HttpForwarder(IReadOnlyDictionary<string, string> backends, TimeProvider time) : IDisposable
{
    // Hop by hop, or set by the connection to the backend.
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    /// <summary>HTTP_PROXY and HTTP.</summary>
    public Task<Answer> InvokeAsync(Call call, HttpIntegration integration)
    {
        if (IntegrationMapping.Request(call, integration.Request) is not { } body)
            return Task.FromResult(GatewayResponses.UnsupportedMediaType);

        var url = Local(FunctionTarget.InStage(WithPath(call, integration), call.Stage));
        if (integration.IsProxy && call.Target.Query.Length > 0)
            url += (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + call.Target.Query;

        var method = integration.HttpMethod == "ANY" ? call.HttpMethod : integration.HttpMethod;
        return SendAsync(call, method, url, body, integration.IsProxy, request =>
        {
            foreach (var (target, source) in integration.Request.Parameters)
            {
                if (target.StartsWith("integration.request.header.", StringComparison.Ordinal) && RequestSource.ValueOf(call, source) is { } value)
                    Set(request, target["integration.request.header.".Length..], value);
            }
        }, integration);
    }

    /// <summary>The request as the function's framework would see it: the path without the stage, which X-Forwarded-Prefix names.</summary>
    public Task<Answer> ForwardAsync(Call call, Uri backend)
    {
        var url = backend.AbsoluteUri.TrimEnd('/') + call.Path + (call.Target.Query.Length > 0 ? $"?{call.Target.Query}" : "");
        return SendAsync(call, call.HttpMethod, url, call.Body, isProxy: true, request =>
        {
            request.Headers.Host = call.Http.Request.Host.Value;
            Set(request, "X-Forwarded-For", call.SourceIp);
            Set(request, "X-Forwarded-Prefix", call.Prefix);
            Set(request, "X-Amzn-Trace-Id", call.TraceId);
        }, new HttpIntegration(true, call.HttpMethod, url, new(new Dictionary<string, string>(), new Dictionary<string, string>())) { Timeout = call.Method!.Integration.Timeout });
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> SendAsync(
        Call call, string method, string url, ReadOnlyMemory<byte> body, bool isProxy, Action<HttpRequestMessage> adjust, HttpIntegration integration)
    {
        var started = time.GetTimestamp();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return Failed(GatewayResponses.InternalServerError, $"'{url}' is not a URL", null);

        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body.Length > 0 || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method))
            request.Content = new ReadOnlyMemoryContent(body);

        if (isProxy)
        {
            foreach (var (name, values) in call.Headers.Where(header => !NotForwarded.Contains(header.Key)))
            {
                foreach (var value in values)
                    Add(request, name, value ?? "");
            }
        }
        else if (body.Length > 0)
        {
            Add(request, "Content-Type", call.Header("Content-Type") ?? "application/json");
        }

        adjust(request);
        using var limit = new CancellationTokenSource(integration.Timeout, time);
        try
        {
            var response = await _client.SendAsync(request, limit.Token);
            var content = await response.Content.ReadAsStreamAsync(limit.Token);
            call.Integration = new("", (int)response.StatusCode, Cold: false, time.GetElapsedTime(started), null);
            if (integration is { IsProxy: true, Streams: true })
                return Map(call, integration, response, []) with { Stream = new HttpStream(response, content) };

            using (response)
            {
                return await ReadAsync(content, limit.Token) is { } received
                    ? Map(call, integration, response, received)
                    : Failed(GatewayResponses.InternalServerError, $"The response is larger than {Limits.Payload} bytes", (int)response.StatusCode);
            }
        }
        catch (OperationCanceledException)
        {
            return Failed(GatewayResponses.EndpointRequestTimedOut, $"{address} did not answer within {integration.Timeout.TotalSeconds:0.##} s", null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            var hint = integration.VpcLinkId is { } link ? $" (through the VPC link {link}: give a local URL with --http)" : "";
            return Failed(GatewayResponses.NetworkError, $"{address}: {e.Message}{hint}", null);
        }

        Answer Failed(Answer answer, string error, int? status)
        {
            call.Integration = new("", status, Cold: false, time.GetElapsedTime(started), error);
            return answer;
        }
    }

    private static Answer Map(Call call, HttpIntegration integration, HttpResponseMessage response, byte[] body)
    {
        var headers = response.Headers.Concat(response.Content.Headers).Where(header => !NotForwarded.Contains(header.Key));
        if (integration.IsProxy)
        {
            return new Answer(
                (int)response.StatusCode, [.. headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))], body);
        }

        var status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return IntegrationMapping.Choose(integration.Responses, status) is { } chosen
            ? IntegrationMapping.Response(call, chosen, body, name =>
                headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(header => header.Value).FirstOrDefault())
            : GatewayResponses.InternalServerError;
    }

    // {proxy} in the URI stands for what integration.request.path.proxy maps to.
    private static string WithPath(Call call, HttpIntegration integration) => Placeholder().Replace(integration.Uri, placeholder =>
        integration.Request.Parameters.TryGetValue($"integration.request.path.{placeholder.Groups[1].Value}", out var source)
            ? RequestSource.ValueOf(call, source) ?? ""
            : placeholder.Value);

    /// <summary>The URL with its beginning replaced according to <c>--http</c>.</summary>
    private string Local(string url) => backends
        .Where(backend => url.StartsWith(backend.Key, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(backend => backend.Key.Length)
        .Select(backend => backend.Value + url[backend.Key.Length..])
        .FirstOrDefault(url);

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        Add(request, name, value);
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (!request.Headers.TryAddWithoutValidation(name, value))
            request.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private static async Task<byte[]?> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var part = new byte[16 * 1024];
        while (await content.ReadAsync(part, cancellationToken) is > 0 and var read)
        {
            buffer.Write(part, 0, read);
            if (buffer.Length > Limits.Payload)
                return null;
        }

        return buffer.ToArray();
    }

    /// <summary>A response that is passed on while it arrives.</summary>
    private sealed class HttpStream(HttpResponseMessage response, Stream content) : AnswerStream
    {
        public override PipeReader Body { get; } = PipeReader.Create(content);

        public override string? Error => null;

        public override void End(bool isComplete) => response.Dispose();
    }

    [GeneratedRegex(@"\{([A-Za-z0-9_.\-]+)\+?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
