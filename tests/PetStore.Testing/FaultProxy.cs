using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PetStore.Testing;

/// <summary>What happens to one request instead of being passed on and answered.</summary>
public abstract record Fault
{
    /// <summary>The connection is closed; the server behind sees nothing.</summary>
    public sealed record Close : Fault;

    /// <summary>The request is passed on, and done; then the connection is closed without an answer.</summary>
    public sealed record DropAnswer : Fault;

    /// <summary>The request is passed on later, or when the client has gone.</summary>
    public sealed record Delay(TimeSpan By) : Fault;

    /// <summary>The request is passed on when the task has ended.</summary>
    public sealed record Hold(Task Until) : Fault;

    /// <summary>The proxy answers by itself; the server behind sees nothing.</summary>
    public sealed record Answer(int Status, string ContentType, string Body) : Fault;
}

/// <param name="Target">Path and query.</param>
public sealed record ProxiedRequest(string Method, string Target, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body);

/// <summary>An HTTP proxy in front of one server, on a free port of 127.0.0.1, that does to requests what the test says.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length"];

    private readonly WebApplication _app;
    private readonly Uri _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    private FaultProxy(WebApplication app, Uri server)
    {
        _app = app;
        _server = server;
    }

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Asked for each request, from many threads; null passes it on.</summary>
    public Func<ProxiedRequest, Fault?> Inject { get; set; } = _ => null;

    public static async Task<FaultProxy> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var proxy = new FaultProxy(builder.Build(), server);
        proxy._app.Run(proxy.HandleAsync);
        await proxy._app.StartAsync();
        var addresses = proxy._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        proxy.Endpoint = new Uri(addresses.Addresses.First());
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new ProxiedRequest(
            context.Request.Method,
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers,
            body.ToArray());

        switch (Inject(request))
        {
            case Fault.Close:
                context.Abort();
                return;
            case Fault.DropAnswer:
                (await SendAsync(request)).Dispose();
                context.Abort();
                return;
            case Fault.Answer answer:
                context.Response.StatusCode = answer.Status;
                context.Response.ContentType = answer.ContentType;
                await context.Response.WriteAsync(answer.Body);
                return;
            case Fault.Delay delay:
                await WaitAsync(delay.By, context.RequestAborted);
                break;
            case Fault.Hold hold:
                await hold.Until.WaitAsync(context.RequestAborted);
                break;
        }

        using var response = await SendAsync(request);
        await AnswerAsync(context.Response, response);
    }

    private static async Task WaitAsync(TimeSpan time, CancellationToken clientGone)
    {
        try
        {
            await Task.Delay(time, clientGone);
        }
        catch (OperationCanceledException)
        {
            // What was sent arrives all the same.
        }
    }

    // Never cut off by a client that has gone: the server's work is done, as it would be in the real world.
    private async Task<HttpResponseMessage> SendAsync(ProxiedRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_server, request.Target))
        {
            Content = new ReadOnlyMemoryContent(request.Body),
        };
        foreach (var (name, values) in request.Headers)
        {
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase) && !message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                message.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        var response = await _client.SendAsync(message, CancellationToken.None);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    private static async Task AnswerAsync(HttpResponse answer, HttpResponseMessage response)
    {
        answer.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (!HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase))
                answer.Headers.Append(name, values.ToArray());
        }

        var body = await response.Content.ReadAsByteArrayAsync();
        if (body.Length > 0)
            await answer.Body.WriteAsync(body);
    }
}
