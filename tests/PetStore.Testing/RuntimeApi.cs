using System.Collections.Concurrent;
using System.Threading.Channels;

namespace PetStore.Testing;

/// <summary>
/// Lambda's Runtime API on 127.0.0.1, for a function started as a child process with <see cref="Environment"/>: hands out events,
/// takes the responses. A raw HTTP server, so that it can misbehave: see <see cref="Misbehave"/>.
/// </summary>
public sealed class RuntimeApi : IAsyncDisposable
{
    private readonly RuntimeApiPort _port;
    private readonly string _path;
    private readonly Channel<RuntimeApiEvent> _events = Channel.CreateUnbounded<RuntimeApiEvent>();
    private readonly ConcurrentDictionary<string, RuntimeApiEvent> _pending = new();
    private readonly ConcurrentQueue<(string Path, RuntimeApiFault Fault)> _faults = new();
    private readonly TaskCompletionSource<RuntimeApiOutcome> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RuntimeApiOutcome> _restoreError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restoreAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restore = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RuntimeApi(RuntimeApiPort port, string path) => (_port, _path) = (port, path);

    /// <summary>The value of <c>AWS_LAMBDA_RUNTIME_API</c>: host and port, and the path of a function that shares them.</summary>
    public string Address => _port.Address + _path;

    /// <summary>What makes a process a Lambda function of this API.</summary>
    public Dictionary<string, string?> Environment => new()
    {
        ["AWS_LAMBDA_FUNCTION_NAME"] = "petstore",
        ["AWS_LAMBDA_RUNTIME_API"] = Address,
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "1",
        ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
        ["AWS_REGION"] = "us-east-1",
        ["LAMBDA_TASK_ROOT"] = "/var/task",
    };

    /// <summary>Connections to the port so far.</summary>
    public int Connections => _port.Connections;

    /// <summary>Each request line so far, in the order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Completes when the function reports that it cannot be started.</summary>
    public Task<RuntimeApiOutcome> InitError => _initError.Task;

    /// <summary>Completes when the function reports that a hook after the restore has failed.</summary>
    public Task<RuntimeApiOutcome> RestoreError => _restoreError.Task;

    /// <summary>Completes when the function is ready for its snapshot.</summary>
    public Task SnapshotReady => _restoreAsked.Task;

    /// <summary>An API with a port of its own.</summary>
    public static RuntimeApi Start() => new RuntimeApiPort().Add("");

    /// <summary>Another function's API on the same port, as AWS's Lambda Test Tool serves it. It ends with this one.</summary>
    public RuntimeApi ForFunction(string name) => _port.Add($"/{name}");

    /// <summary>Lets the function that waits for it go on from its snapshot.</summary>
    public void Restore() => _restore.TrySetResult();

    /// <summary>Hands out an event and waits for what the function makes of it.</summary>
    public Task<RuntimeApiOutcome> InvokeAsync(string payload, TimeSpan? timeout = null) => InvokeAsync(new RuntimeApiEvent(payload), timeout);

    /// <inheritdoc cref="InvokeAsync(string, TimeSpan?)"/>
    public Task<RuntimeApiOutcome> InvokeAsync(RuntimeApiEvent next, TimeSpan? timeout = null)
    {
        Enqueue(next);
        return next.Outcome.WaitAsync(timeout ?? TimeSpan.FromSeconds(60));
    }

    /// <summary>The same without waiting.</summary>
    public void Enqueue(RuntimeApiEvent next)
    {
        _pending[next.RequestId] = next;
        _events.Writer.TryWrite(next);
    }

    /// <summary>The next request whose path ends so (for example <c>/next</c>) is answered wrongly, once. Repeatable, in order.</summary>
    public void Misbehave(string path, RuntimeApiFault fault) => _faults.Enqueue((path, fault));

    public ValueTask DisposeAsync() => _path.Length == 0 ? _port.DisposeAsync() : default;

    /// <returns>Whether the connection is still of use.</returns>
    internal async Task<bool> AnswerAsync(RuntimeApiConnection connection, RuntimeApiRequest request)
    {
        Requests.Enqueue($"{request.Method} {request.Path}");
        if (_faults.TryPeek(out var next) && request.Path.EndsWith(next.Path, StringComparison.Ordinal))
        {
            await connection.ReadBodyAsync(request);
            _faults.TryDequeue(out _);
            return await connection.MisbehaveAsync(next.Fault);
        }

        switch (request.Path[_path.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case [_, "runtime", "invocation", "next"]:
                if (!await WaitForEventAsync(connection))
                    return false;

                await connection.SendEventAsync(await _events.Reader.ReadAsync(_port.Stopping));
                break;
            case [_, "runtime", "invocation", var id, "response" or "error"] when _pending.TryRemove(id, out var invocation):
                return await TakeResponseAsync(connection, request, invocation);
            case [_, "runtime", "invocation", _, "response" or "error"]:
                await connection.ReadBodyAsync(request);
                await connection.SendAsync(400, "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
                break;
            case [_, "runtime", "init", "error"]:
                _initError.TrySetResult(await TakeAsync(connection, request));
                break;
            case [_, "runtime", "restore", "next"]:
                _restoreAsked.TrySetResult();
                await _restore.Task.WaitAsync(_port.Stopping);
                await connection.SendAsync(200, "");
                break;
            case [_, "runtime", "restore", "error"]:
                _restoreError.TrySetResult(await TakeAsync(connection, request));
                break;
            default:
                await connection.ReadBodyAsync(request);
                await connection.SendAsync(404, "");
                break;
        }

        return true;
    }

    private async Task<bool> TakeResponseAsync(RuntimeApiConnection connection, RuntimeApiRequest request, RuntimeApiEvent invocation)
    {
        if (request.IsChunked && invocation.IsReadByTest)
        {
            var stream = new StreamedResponse(connection);
            invocation.Begin(stream);
            return await stream.Left.WaitAsync(_port.Stopping);
        }

        try
        {
            invocation.Complete(await TakeAsync(connection, request));
            return true;
        }
        catch (IOException)
        {
            invocation.Complete(RuntimeApiOutcome.Of(request, [], trailers: null));
            return false;
        }
    }

    private static async Task<RuntimeApiOutcome> TakeAsync(RuntimeApiConnection connection, RuntimeApiRequest request)
    {
        var body = await connection.ReadBodyAsync(request);
        await connection.SendAsync(202, "{\"status\":\"OK\"}");
        return RuntimeApiOutcome.Of(request, body, connection.Trailers);
    }

    // A process that ended while it waited must not take the event of the next one.
    private async Task<bool> WaitForEventAsync(RuntimeApiConnection connection)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_port.Stopping);
        var next = _events.Reader.WaitToReadAsync(either.Token).AsTask();
        var closed = connection.WaitForCloseAsync(either.Token);
        var first = await Task.WhenAny(next, closed);
        await either.CancelAsync();
        await Task.WhenAll(next, closed).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _port.Stopping.ThrowIfCancellationRequested();
        return first == next;
    }
}
