using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

// The least that a Lambda function in .NET can do: one keep-alive socket, one buffer, a constant answer; no HttpClient, ASP.NET Core or
// JSON. What a real function costs above this is its framework and its own code. It ends when the Runtime API closes the connection.
const string Answer =
    """{"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"[{\"id\":1,\"type\":\"dog\",\"price\":249.99},{\"id\":2,\"type\":\"cat\",\"price\":124.99},{\"id\":3,\"type\":\"fish\",\"price\":0.99}]"}""";

var tail = Encoding.ASCII.GetBytes(
    $"/response HTTP/1.1\r\nHost: lambda\r\nContent-Type: application/json\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}");

using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
socket.Connect(IPEndPoint.Parse(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")!));

var received = new byte[64 * 1024];
var sent = new byte[1024];
while (true)
{
    socket.Send("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: lambda\r\n\r\n"u8);
    var head = Receive(socket, received);
    if (head.IsEmpty)
        return;

    socket.Send(Post(Header(head, "\r\nLambda-Runtime-Aws-Request-Id: "u8)));
    Receive(socket, received);
}

// Reads one message that has a Content-Length. Returns nothing when the connection is closed.
static ReadOnlySpan<byte> Receive(Socket socket, byte[] buffer)
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

static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
{
    var value = head[(head.IndexOf(name) + name.Length)..];
    return value[..value.IndexOf((byte)'\r')];
}

ReadOnlySpan<byte> Post(ReadOnlySpan<byte> requestId)
{
    var start = "POST /2018-06-01/runtime/invocation/"u8;
    start.CopyTo(sent);
    requestId.CopyTo(sent.AsSpan(start.Length));
    tail.CopyTo(sent.AsSpan(start.Length + requestId.Length));
    return sent.AsSpan(0, start.Length + requestId.Length + tail.Length);
}
