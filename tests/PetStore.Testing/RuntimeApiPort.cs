using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PetStore.Testing;

/// <summary>
/// A port of 127.0.0.1 on which the Runtime APIs of one or more functions listen, told apart by the path that the address of each ends with.
/// </summary>
internal sealed class RuntimeApiPort : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, RuntimeApi> _functions = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _connections;

    public RuntimeApiPort()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public int Connections => _connections;

    public CancellationToken Stopping => _stopping.Token;

    public RuntimeApi Add(string path) => _functions.GetOrAdd(path, path => new RuntimeApi(this, path));

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
            while (await connection.ReadHeadAsync() is { } request && await AnswerAsync(connection, request))
            {
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The process is gone, or the test is over.
        }
    }

    private async Task<bool> AnswerAsync(RuntimeApiConnection connection, RuntimeApiRequest request)
    {
        var version = request.Path.IndexOf("/2018-06-01/", StringComparison.Ordinal);
        if (version >= 0 && _functions.TryGetValue(request.Path[..version], out var function))
            return await function.AnswerAsync(connection, request);

        await connection.ReadBodyAsync(request);
        await connection.SendAsync(404, "");
        return true;
    }
}
