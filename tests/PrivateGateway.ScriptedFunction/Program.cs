using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

// A Lambda function that behaves, or misbehaves, as instructed: by the variable SCRIPT before the first invocation, then by each event's path.
// It speaks to the Runtime API in plain HTTP.
using var client = new HttpClient
{
    BaseAddress = new Uri($"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/"),
    Timeout = Timeout.InfiniteTimeSpan,
};

switch (Environment.GetEnvironmentVariable("SCRIPT"))
{
    case "exit":
        Console.WriteLine("I exit at once");
        return 17;
    case "hang":
        Console.WriteLine("I never ask for an invocation");
        Thread.Sleep(Timeout.Infinite);
        break;
    case "init error":
        await Post("init/error", """{"errorMessage":"no table","errorType":"Script.Broken","stackTrace":[]}""");
        return 1;
    case "snapstart":
        Console.WriteLine("before the snapshot");
        using (await client.GetAsync("restore/next"))
            Console.WriteLine("after the restore");
        break;
}

while (true)
{
    JsonNode request;
    string id;
    try
    {
        using var next = await client.GetAsync("invocation/next");
        id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
        request = JsonNode.Parse(await next.Content.ReadAsStreamAsync())!;
        request["runtime"] = new JsonObject(next.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value.Single())));
    }
    catch (HttpRequestException)
    {
        return 0;
    }

    if (request["type"] is not null)
    {
        await Authorize(id, request);
        continue;
    }

    var path = ((string?)request["path"] ?? "").Trim('/').Split('/');
    switch (path)
    {
        case ["exit", var code]:
            return int.Parse(code);
        case ["respond-and-exit"]:
            await Answer(id, "bye");
            return 0;
        case ["sleep", var milliseconds]:
            Console.WriteLine("sleeping");
            await Task.Delay(int.Parse(milliseconds));
            await Answer(id, "slept");
            break;
        case ["error"]:
            await Post($"invocation/{id}/error", """{"errorMessage":"it broke","errorType":"Script.Error","stackTrace":[]}""");
            break;
        case ["say", .. var words]:
            Console.WriteLine(string.Join(' ', words));
            await Answer(id, "said");
            break;
        case ["twice"]:
            await Answer(id, "first");
            Console.WriteLine($"second answer: {(int)await Answer(id, "second")}");
            break;
        case ["other-id"]:
            Console.WriteLine($"other id: {(int)await Answer(Guid.NewGuid().ToString(), "other")}");
            await Answer(id, "right");
            break;
        case ["next-first"]:
            using (var early = await client.GetAsync("invocation/next"))
                await Answer(id, $"{(int)early.StatusCode}");
            break;
        case ["big", var bytes]:
            Console.WriteLine($"big answer: {(int)await Answer(id, new string('x', int.Parse(bytes)))}");
            break;
        // Posts the event's body unchanged as the response.
        case ["post"]:
            await PostBytes($"invocation/{id}/response", BodyOf(request));
            break;
        case ["environment"]:
            var variables = Environment.GetEnvironmentVariables();
            await Answer(id, JsonSerializer.Serialize(variables.Keys.Cast<string>().ToDictionary(name => name, name => (string)variables[name]!)));
            break;
        // Each part is a chunk of a stream, with four exceptions: pause; error, which ends it with trailers; exit; bare, a stream without a prelude.
        case ["stream", .. var parts]:
            if (await Stream(id, parts) is { } exitCode)
                return exitCode;

            break;
        case ["pid"]:
            await Answer(id, $"{Environment.ProcessId}");
            break;
        default:
            await Answer(id, request.ToJsonString());
            break;
    }
}

// As an authorizer: the token determines the result.
async Task Authorize(string id, JsonNode request)
{
    var token = (string?)request["authorizationToken"] ?? (string?)request["headers"]!["x-auth"];
    Console.WriteLine($"authorizing {token}");
    switch (token)
    {
        case "unauthorized":
            await Post($"invocation/{id}/error", "{\"errorMessage\":\"Unauthorized\",\"errorType\":\"Error\",\"stackTrace\":[]}");
            break;
        case "nonsense":
            await Post($"invocation/{id}/response", "\"yes\"");
            break;
        case "exit":
            Environment.Exit(4);
            break;
        case "hang":
            await Task.Delay(Timeout.Infinite);
            break;
        default:
            var resource = token == "huge" ? new string('x', 100_000) : token == "elsewhere" ? "arn:aws:execute-api:*:*:*/*/GET/elsewhere" : "*";
            await Post($"invocation/{id}/response", JsonSerializer.Serialize(new
            {
                principalId = "somebody",
                policyDocument = new { Version = "2012-10-17", Statement = new[] { new { Effect = token == "deny" ? "Deny" : "Allow", Action = "execute-api:Invoke", Resource = resource } } },
                context = new { number = 7, flag = true, text = "x" },
                usageIdentifierKey = "a-secret-key",
            }));
            break;
    }
}

async Task<HttpStatusCode> Answer(string id, string body) =>
    await Post($"invocation/{id}/response", JsonSerializer.Serialize(new { statusCode = 200, body }));

Task<HttpStatusCode> Post(string path, string body) => PostBytes(path, Encoding.UTF8.GetBytes(body));

async Task<HttpStatusCode> PostBytes(string path, byte[] body)
{
    using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    using var response = await client.PostAsync(path, content);
    return response.StatusCode;
}

// HttpClient cannot send trailers, so this writes to the socket.
async Task<int?> Stream(string id, string[] parts)
{
    using var connection = new TcpClient();
    var address = Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")!.Split(':');
    await connection.ConnectAsync(address[0], int.Parse(address[1]));
    var wire = connection.GetStream();
    var isBare = parts is ["bare", ..];
    await Write($"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: function\r\nTransfer-Encoding: chunked\r\n"
        + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTrailer: Lambda-Runtime-Function-Error-Type\r\nConnection: close\r\n"
        + $"Content-Type: {(isBare ? "application/octet-stream" : "application/vnd.awslambda.http-integration-response")}\r\n\r\n");
    try
    {
        if (!isBare)
        {
            var header = parts is ["long", ..] ? new string('x', 16 * 1024) : "yes";
            await Chunk($$"""{"statusCode":201,"headers":{"x-streamed":"{{header}}"},"cookies":["a=1"]}""" + new string('\0', 8));
        }

        foreach (var part in parts)
        {
            switch (part)
            {
                case "pause":
                    await Task.Delay(1500);
                    Console.WriteLine("paused");
                    break;
                case "silence":
                    // Until the gateway closes the connection.
                    await wire.ReadExactlyAsync(new byte[1]);
                    break;
                case "error":
                    await Write("0\r\nLambda-Runtime-Function-Error-Type: Script.Late\r\nLambda-Runtime-Function-Error-Body: "
                        + $"{Convert.ToBase64String("{\"errorMessage\":\"too late\"}"u8)}\r\n\r\n");
                    return null;
                case "exit":
                    return 7;
                case "endless":
                    while (true)
                        await Chunk(new string('x', 64 * 1024));
                default:
                    await Chunk(part);
                    break;
            }
        }

        await Write("0\r\n\r\n");
        await wire.ReadExactlyAsync(new byte[12]);
    }
    catch (IOException)
    {
        Console.WriteLine("nobody reads the stream");
    }

    return null;

    Task Chunk(string text) => Write($"{text.Length:x}\r\n{text}\r\n");

    async Task Write(string text) => await wire.WriteAsync(Encoding.UTF8.GetBytes(text));
}

static byte[] BodyOf(JsonNode request) => (bool)request["isBase64Encoded"]!
    ? Convert.FromBase64String((string)request["body"]!)
    : Encoding.UTF8.GetBytes((string?)request["body"] ?? "");
