using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PetStore.Benchmarks.Measurement;
using PetStore.Benchmarks.Wire;

namespace PetStore.Benchmarks.Gateway;

/// <summary>The private gateway as a process of its own, and one caller's connection to it.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET /v1/pets HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private readonly MeasuredProcess _process;
    private readonly HttpConnection _connection;

    private GatewayProcess(MeasuredProcess process, HttpConnection connection)
    {
        _process = process;
        _connection = connection;
    }

    /// <summary>CPU time of the gateway alone: the function is another process.</summary>
    public TimeSpan Cpu => ProcessorTime.Of(_process.Id);

    /// <summary>Returns once the gateway listens.</summary>
    /// <param name="file">PetStore.PrivateGateway.dll, or the executable beside it.</param>
    /// <param name="template">The deploy template.</param>
    /// <param name="functionDirectory">The published function.</param>
    public static GatewayProcess Start(string file, string template, string functionDirectory)
    {
        var address = FreeAddress();
        var process = MeasuredProcess.Start(
            "The gateway",
            file,
            [
                "--template", template, "--function", functionDirectory, "--concurrency", "1", "--no-control",
                "--endpoint", $"vpce-0aaa=http://{address}",
                "--parameter-overrides", "AllowedVpcEndpointIds=vpce-0aaa", "ThrottlingRateLimit=10000", "ThrottlingBurstLimit=5000",
            ],
            []);
        try
        {
            return new GatewayProcess(process, Connect(process, address));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>One call, from the request sent to the whole answer received.</summary>
    public TimeSpan Call()
    {
        var sent = Stopwatch.GetTimestamp();
        _connection.Send(Request, []);
        var answer = _connection.Read();
        var wall = Stopwatch.GetElapsedTime(sent);
        return answer is { } message && message.Begins("HTTP/1.1 200 ")
            ? wall
            : throw _process.Failure($"answered {answer?.StartLine ?? "nothing"}");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _process.Dispose();
    }

    private static IPEndPoint FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    private static HttpConnection Connect(MeasuredProcess process, IPEndPoint address)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Session.Patience && !process.HasExited)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(address);
                return new HttpConnection(socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
                Thread.Sleep(50);
            }
        }

        throw process.Failure("has not listened");
    }
}
