using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.Features;

/// <summary>
/// The response as the app sees it. It starts as on any server: callbacks run, status and headers are fixed; but all of it stays
/// here until the app has ended, because Lambda takes it in one piece.
/// </summary>
internal sealed class Response : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    private readonly ResponseBody _body;
    private Stack<(Func<object, Task> Callback, object State)>? _starting;
    private Stack<(Func<object, Task> Callback, object State)>? _completed;

    public Response(ReusableBuffer buffer, Action tooLarge)
    {
        _body = new ResponseBody(this, buffer, tooLarge);
        Stream = _body.AsStream(leaveOpen: true);
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

    public IHeaderDictionary Headers { get; set; } = new HeaderList();

    public bool HasStarted { get; private set; }

    public bool IsTooLarge => _body.IsTooLarge;

    public ReadOnlyMemory<byte> Bytes => _body.Bytes;

    /// <summary>For apps of before ASP.NET Core 3; nothing reads it here.</summary>
    public Stream Body { get; set; }

    public Stream Stream { get; }

    public PipeWriter Writer => _body;

    /// <summary>API Gateway's REST APIs have none: what is put here is not sent.</summary>
    public IHeaderDictionary Trailers
    {
        get => field ??= new HeaderList();
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
        End();
    }

    /// <summary>Nothing can be written any more.</summary>
    public void End() => _body.Complete();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>The adapter answers in the app's place; what looks at the response afterwards sees with which status.</summary>
    public void Replace(int status)
    {
        HasStarted = false;
        StatusCode = status;
        Start();
    }

    public void DisableBuffering()
    {
    }

    /// <summary>Runs each callback that was registered; the first fault is thrown after the last.</summary>
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
        HasStarted = true;
        if (Headers is HeaderList headers)
            headers.IsReadOnly = true;
    }

    private void ThrowIfStarted()
    {
        if (HasStarted)
            throw new InvalidOperationException("The response has already started.");
    }
}
