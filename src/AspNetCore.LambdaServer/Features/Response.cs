using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.Features;

/// <summary>The response as the app sees it: it starts as on any server. Its body decides when it is sent.</summary>
internal sealed class Response : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    private readonly ResponseBody _body;
    private Stack<(Func<object, Task> Callback, object State)>? _starting;
    private Stack<(Func<object, Task> Callback, object State)>? _completed;

    public Response(ResponseBody body)
    {
        _body = body;
        body.BelongTo(this);
        Stream = body.AsStream(leaveOpen: true);
        Body = Stream;
    }

    public int StatusCode
    {
        get;
        set
        {
            ThrowIfStarted();
            field = value;
        }
    } = StatusCodes.Status200OK;

    public string? ReasonPhrase
    {
        get;
        set
        {
            ThrowIfStarted();
            field = value;
        }
    }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public bool IsHead { get; set; }

    /// <summary>Whether written data reaches the client.</summary>
    public bool HasBody => !IsHead && StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    /// <summary>For apps written before ASP.NET Core 3; the server does not read it.</summary>
    public Stream Body { get; set; }

    public Stream Stream { get; }

    public PipeWriter Writer => _body;

    /// <summary>API Gateway's REST APIs have no trailers: these are not sent.</summary>
    public IHeaderDictionary Trailers
    {
        get => field ??= new HeaderDictionary();
        set;
    }

    public void OnStarting(Func<object, Task> callback, object state)
    {
        ThrowIfStarted();
        (_starting ??= new()).Push((callback, state));
    }

    public void OnCompleted(Func<object, Task> callback, object state) => (_completed ??= new()).Push((callback, state));

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return Task.CompletedTask;
        if (_starting is not null)
            return RunStartingAsync(_starting);

        Start();
        return Task.CompletedTask;
    }

    public async Task CompleteAsync()
    {
        await StartAsync();
        _body.Complete();
        if (_body is StreamedBody { IsSent: false } streamed)
            streamed.TrySend();
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>The server responds in place of the app; callbacks that look at the response afterwards see the status.</summary>
    public void Replace(int status, string contentType, ReadOnlySpan<byte> body)
    {
        HasStarted = false;
        StatusCode = status;
        Headers = new HeaderDictionary { ["Content-Type"] = contentType };
        _body.Replace(body);
        Start();
    }

    public void DisableBuffering()
    {
    }

    /// <summary>Runs each callback that was registered; the first exception is rethrown after the last callback.</summary>
    public async Task RunCompletedAsync()
    {
        List<Exception>? faults = null;
        while (_completed?.TryPop(out var registered) == true)
        {
            try
            {
                await registered.Callback(registered.State);
            }
            catch (Exception fault)
            {
                (faults ??= []).Add(fault);
            }
        }

        if (faults is not null)
            throw new AggregateException(faults);
    }

    private async Task RunStartingAsync(Stack<(Func<object, Task> Callback, object State)> callbacks)
    {
        while (callbacks.TryPop(out var registered))
            await registered.Callback(registered.State);

        Start();
    }

    private void Start()
    {
        _body.Start();
        HasStarted = true;
        if (Headers is HeaderDictionary headers)
            headers.IsReadOnly = true;
    }

    private void ThrowIfStarted()
    {
        if (HasStarted)
            throw new InvalidOperationException("The response has already started.");
    }
}
