using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PetStore.Benchmarks.Wire;

namespace PetStore.Benchmarks.Measurement;

/// <summary>A web server as a process of its own, and one caller's connection to it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly MeasuredProcess _process;
    private readonly HttpConnection _connection;

    private ServerProcess(MeasuredProcess process, HttpConnection connection)
    {
        _process = process;
        _connection = connection;
    }

    /// <summary>CPU time of this process alone.</summary>
    public TimeSpan Cpu => ProcessorTime.Of(_process.Id);

    /// <summary>Peak of its resident memory so far, in bytes.</summary>
    public long PeakMemory => _process.PeakMemory;

    /// <summary>Returns once it listens.</summary>
    /// <param name="title">What messages call it.</param>
    /// <param name="file">An executable, or a .dll that <c>dotnet</c> starts.</param>
    /// <param name="arguments">What follows it on the command line, given the address on which it is to listen.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    public static ServerProcess Start(
        string title, string file, Func<IPEndPoint, IEnumerable<string>> arguments, params IEnumerable<KeyValuePair<string, string>> environment)
    {
        var address = FreeAddress();
        var process = MeasuredProcess.Start(title, file, arguments(address), environment);
        try
        {
            return new ServerProcess(process, Connect(process, address));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>One call, from the request sent to the whole answer received.</summary>
    /// <param name="path">The path and the query of a GET.</param>
    /// <exception cref="BenchmarkFailure">The answer is another than 200.</exception>
    public TimeSpan Call(string path) => Get(path).Wall;

    /// <summary>One call, its answer kept.</summary>
    /// <returns>The length of the answer's body, in bytes.</returns>
    /// <inheritdoc cref="Call"/>
    public long Download(string path) => Get(path).Answer.Body.Length;

    private (HttpMessage Answer, TimeSpan Wall) Get(string path)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var sent = Stopwatch.GetTimestamp();
        _connection.Send(request, []);
        var answer = _connection.Read();
        var wall = Stopwatch.GetElapsedTime(sent);
        return answer is { } message && message.Begins("HTTP/1.1 200 ")
            ? (message, wall)
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
        while (Stopwatch.GetElapsedTime(started) < Session.Timeout && !process.HasExited)
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
                Thread.Sleep(5);
            }
        }

        throw process.Failure("has not listened");
    }
}
