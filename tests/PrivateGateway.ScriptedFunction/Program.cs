using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

// A Lambda function that behaves, or misbehaves, as it is told: before the first invocation by SCRIPT, then by each event's path.
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

    var path = ((string)request["path"]!).Trim('/').Split('/');
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
        // The event's body is what is posted, as it is.
        case ["post"]:
            await PostBytes($"invocation/{id}/response", BodyOf(request));
            break;
        case ["environment"]:
            var variables = Environment.GetEnvironmentVariables();
            await Answer(id, JsonSerializer.Serialize(variables.Keys.Cast<string>().ToDictionary(name => name, name => (string)variables[name]!)));
            break;
        case ["pid"]:
            await Answer(id, $"{Environment.ProcessId}");
            break;
        default:
            await Answer(id, request.ToJsonString());
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

static byte[] BodyOf(JsonNode request) => (bool)request["isBase64Encoded"]!
    ? Convert.FromBase64String((string)request["body"]!)
    : Encoding.UTF8.GetBytes((string?)request["body"] ?? "");
