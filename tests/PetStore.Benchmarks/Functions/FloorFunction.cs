using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PetStore.Benchmarks.Functions;

/// <summary>
/// The least that a function in .NET can do: one keep-alive socket, one buffer, a constant for an answer. No HttpClient, no
/// ASP.NET Core, no JSON. What a real function costs above this is its framework and its own code.
/// </summary>
internal static class FloorFunction
{
    private const string Answer =
        """{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"[{\"id\":1,\"type\":\"dog\",\"price\":249.99},{\"id\":2,\"type\":\"cat\",\"price\":124.99},{\"id\":3,\"type\":\"fish\",\"price\":0.99}]"}""";

    private static readonly byte[] Tail = Encoding.ASCII.GetBytes(
        $"/response HTTP/1.1\r\nHost: lambda\r\nContent-Type: application/json\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}");

    /// <returns>0 when the Runtime API has closed the connection.</returns>
    public static int Run()
    {
        var endpoint = IPEndPoint.Parse(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")
            ?? throw new BenchmarkFailure("floor is started by the benchmark itself, with AWS_LAMBDA_RUNTIME_API."));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(endpoint);

        var received = new byte[8 * 1024 * 1024];
        var sent = new byte[1024];
        while (true)
        {
            socket.Send("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: lambda\r\n\r\n"u8);
            var head = Receive(socket, received);
            if (head.IsEmpty)
                return 0;

            var requestId = Header(head, "\r\nLambda-Runtime-Aws-Request-Id: "u8);
            socket.Send(Post(requestId, sent));
            Receive(socket, received);
        }
    }

    /// <summary>Reads one message; its body has a Content-Length.</summary>
    /// <returns>The head, or nothing when the connection is closed.</returns>
    private static ReadOnlySpan<byte> Receive(Socket socket, byte[] buffer)
    {
        var (length, end) = (0, -1);
        while (end < 0 || length < end)
        {
            var count = socket.Receive(buffer.AsSpan(length));
            if (count == 0)
                return [];

            length += count;
            var head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0 && head >= 0)
            {
                var body = Header(buffer.AsSpan(0, head + 2), "\r\nContent-Length: "u8);
                end = head + 4 + int.Parse(body, CultureInfo.InvariantCulture);
            }
        }

        return buffer.AsSpan(0, end);
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var value = head[(head.IndexOf(name) + name.Length)..];
        return value[..value.IndexOf((byte)'\r')];
    }

    private static ReadOnlySpan<byte> Post(ReadOnlySpan<byte> requestId, byte[] buffer)
    {
        var start = "POST /2018-06-01/runtime/invocation/"u8;
        start.CopyTo(buffer);
        requestId.CopyTo(buffer.AsSpan(start.Length));
        Tail.CopyTo(buffer.AsSpan(start.Length + requestId.Length));
        return buffer.AsSpan(0, start.Length + requestId.Length + Tail.Length);
    }
}
