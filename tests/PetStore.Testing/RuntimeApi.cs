using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace PetStore.Testing;

/// <summary>
/// Lambda's Runtime API on 127.0.0.1, for a function started as a child process with <see cref="Environment"/>: hands out events,
/// takes the answers. A raw HTTP server, so that it can misbehave: see <see cref="Misbehave"/>.
/// </summary>
public sealed class RuntimeApi : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<RuntimeApiEvent> _events = Channel.CreateUnbounded<RuntimeApiEvent>();
    private readonly ConcurrentDictionary<string, RuntimeApiEvent> _pending = new();
    private readonly ConcurrentQueue<(string Path, RuntimeApiFault Fault)> _faults = new();
    private readonly TaskCompletionSource<RuntimeApiOutcome> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RuntimeApiOutcome> _restoreError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restoreAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restore = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _connections;

    private RuntimeApi()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port, the value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

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

    /// <summary>Connections accepted so far.</summary>
    public int Connections => _connections;

    /// <summary>Each request line so far, in the order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Completes when the function reports that it cannot be started.</summary>
    public Task<RuntimeApiOutcome> InitError => _initError.Task;

    /// <summary>Completes when the function reports that a hook after the restore has failed.</summary>
    public Task<RuntimeApiOutcome> RestoreError => _restoreError.Task;

    /// <summary>Completes when the function is ready for its snapshot.</summary>
    public Task SnapshotReady => _restoreAsked.Task;

    public static RuntimeApi Start() => new();

    /// <summary>Lets the function that waits for it go on from its snapshot.</summary>
    public void Restore() => _restore.TrySetResult();

    /// <summary>Hands out an event and waits for what the function makes of it.</summary>
    public Task<RuntimeApiOutcome> InvokeAsync(string payload, TimeSpan? timeout = null) =>
        InvokeAsync(new RuntimeApiEvent(Encoding.UTF8.GetBytes(payload)), timeout);

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

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var closing = client;
        client.NoDelay = true;
        var connection = new RuntimeApiConnection(client.GetStream(), _stopping.Token);
        try
        {
            while (await connection.ReadAsync() is { } request && await AnswerAsync(connection, request))
            {
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // The process is gone, or the test is over.
        }
    }

    private async Task<bool> AnswerAsync(RuntimeApiConnection connection, RuntimeApiRequest request)
    {
        Requests.Enqueue($"{request.Method} {request.Path}");
        if (_faults.TryPeek(out var next) && request.Path.EndsWith(next.Path, StringComparison.Ordinal))
        {
            _faults.TryDequeue(out _);
            return await connection.MisbehaveAsync(next.Fault);
        }

        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case [_, "runtime", "invocation", "next"]:
                if (!await WaitForEventAsync(connection))
                    return false;

                await connection.SendEventAsync(await _events.Reader.ReadAsync(_stopping.Token));
                break;
            case [_, "runtime", "invocation", var id, "response" or "error"] when _pending.TryRemove(id, out var invocation):
                await connection.SendAsync(202, "{\"status\":\"OK\"}");
                invocation.Complete(RuntimeApiOutcome.Of(request));
                break;
            case [_, "runtime", "invocation", _, "response" or "error"]:
                await connection.SendAsync(400, "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
                break;
            case [_, "runtime", "init", "error"]:
                await connection.SendAsync(202, "{\"status\":\"OK\"}");
                _initError.TrySetResult(RuntimeApiOutcome.Of(request));
                break;
            case [_, "runtime", "restore", "next"]:
                _restoreAsked.TrySetResult();
                await _restore.Task.WaitAsync(_stopping.Token);
                await connection.SendAsync(200, "");
                break;
            case [_, "runtime", "restore", "error"]:
                await connection.SendAsync(202, "{\"status\":\"OK\"}");
                _restoreError.TrySetResult(RuntimeApiOutcome.Of(request));
                break;
            default:
                await connection.SendAsync(404, "");
                break;
        }

        return true;
    }

    // A process that ended while it waited must not take the event of the next one.
    private async Task<bool> WaitForEventAsync(RuntimeApiConnection connection)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var next = _events.Reader.WaitToReadAsync(either.Token).AsTask();
        var closed = connection.WaitForCloseAsync(either.Token);
        var first = await Task.WhenAny(next, closed);
        await either.CancelAsync();
        await Task.WhenAll(next, closed).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stopping.Token.ThrowIfCancellationRequested();
        return first == next;
    }
}
