using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using PetStore.EndToEnd.Tests.Running;

namespace PetStore.EndToEnd.Tests.PrivatePath;

/// <summary>
/// The same requests, one after the other, to the app on Kestrel and to the app behind the private gateway: whatever the way, the
/// answers are the same, but for what AWS adds and what differs from call to call.
/// </summary>
public sealed partial class SameAnswersTests
{
    private const string Dog = """{"type":"dog","price":12.5}""";

    // AWS's own, the connection's, and the id that each answer has.
    private static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-amzn-RequestId", "x-amz-apigw-id", "X-Amzn-Trace-Id", "x-amzn-Remapped-Content-Length", "x-amzn-Remapped-Date", "Date",
        "X-Request-Id", "Content-Length", "Transfer-Encoding", "Connection",
    };

    private static readonly Request[] Requests =
    [
        new("GET", ""),
        new("HEAD", ""),
        new("GET", "page.css"),
        new("GET", "page/pets/2"),
        new("GET", "page/pets/2/remove", ["Accept: text/html"]),
        new("GET", "page/pets/999", ["Accept: text/html"]),
        new("POST", "page/pets", ["Content-Type: application/x-www-form-urlencoded"], "key=form-1&type=dog&price=5"),
        new("POST", "page/pets", ["Content-Type: application/x-www-form-urlencoded"], "key=form-2&type=dog&price=1%2C50"),
        new("POST", "page/pets/4", ["Content-Type: application/x-www-form-urlencoded"], "version=9&type=dog&price=6"),
        new("POST", "page/pets/4", ["Content-Type: application/x-www-form-urlencoded"], "version=1&type=dog&price=6"),
        new("POST", "page/pets/4/remove", ["Content-Type: application/x-www-form-urlencoded"], "version=2"),
        new("GET", "pets"),
        new("GET", "pets/"),
        new("HEAD", "pets"),
        new("OPTIONS", "pets"),
        new("OPTIONS", "pets", ["Origin: https://shop.example", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type,if-match"]),
        new("GET", "pets", ["Origin: https://shop.example"]),
        new("GET", "pets?limit=2"),
        new("GET", "pets?limit=2&after=1"),
        new("GET", "pets?limit=2&order=desc"),
        new("GET", "pets/export"),
        new("HEAD", "pets/export"),
        new("GET", "pets/export?type=tiger"),
        new("PUT", "pets/export"),
        new("GET", "pets?type=cat&type=cat"),
        new("GET", "pets?type=c%61t"),
        new("GET", "pets?type=tiger"),
        new("GET", "pets?limit=0"),
        new("GET", "pets?limit=+5"),
        new("GET", "pets?page=1&after=1"),
        new("GET", "pets?unknown=%C3%BC"),
        new("POST", "pets", ["Content-Type: application/json"], Dog),
        new("POST", "pets/", ["Content-Type: application/json", "Idempotency-Key: k-1"], Dog),
        new("POST", "pets", ["Content-Type: application/json", "Idempotency-Key: k-1"], """{ "price": 12.50, "type": "dog" }"""),
        new("POST", "pets", ["Content-Type: application/json", "Idempotency-Key: k-1"], """{"type":"cat","price":1}"""),
        new("POST", "pets", ["Content-Type: application/json"], "not json"),
        new("POST", "pets", ["Content-Type: application/json"], """{"type":"tiger","price":-1,"colour":"red"}"""),
        new("POST", "pets", ["Content-Type: application/json"], ""),
        new("POST", "pets", ["Content-Type: text/plain"], Dog),
        new("GET", "pets/1"),
        new("GET", "pets/1/"),
        new("HEAD", "pets/1"),
        new("GET", "pets/%31"),
        new("GET", "pets/1%2F2"),
        new("GET", "pets/K%C3%A4fer"),
        new("GET", "pets/1+1"),
        new("GET", "pets/0"),
        new("GET", "pets/9007199254740992"),
        new("GET", "pets/999"),
        new("HEAD", "pets/999"),
        new("OPTIONS", "pets/1"),
        new("GET", "pets/1", ["If-None-Match: \"1\""]),
        new("GET", "pets/1", ["If-None-Match: *"]),
        new("PUT", "pets/2", ["Content-Type: application/json", "If-Match: \"nope\""], Dog),
        new("PUT", "pets/2", ["Content-Type: application/json"], Dog),
        new("PUT", "pets/999", ["Content-Type: application/json"], Dog),
        new("PUT", "pets/2", ["Content-Type: application/json"], "{"),
        new("DELETE", "pets/3", ["If-Match: \"nope\""]),
        new("DELETE", "pets/3"),
        new("DELETE", "pets/3"),
        new("PATCH", "pets/1", ["Content-Type: application/json"], Dog),
        new("DELETE", "pets"),
        new("GET", "health/live"),
        new("GET", "health/ready"),
        new("POST", "health/live"),
        new("GET", "openapi.json"),
        new("GET", "swagger"),
        new("GET", "swagger/"),
        new("GET", "swagger/index.html"),
        new("GET", "nowhere"),
        new("GET", "pets//1"),
        new("POST", "nowhere", ["Content-Type: application/octet-stream"], "\u0001\u0002"),
    ];

    [Theory]
    [InlineData("SQLite", "under v1")]
    [InlineData("DynamoDB", "under v1")]
    public async Task Kestrel_with_SQLite_and_the_private_path_give_the_same_responses(string engine, string mount)
    {
        await using var direct = await KestrelStore.StartAsync();
        var (behind, _, table) = await MountedStores.StartAsync(engine, mount);
        await using var ownedTable = table;
        await using var ownedStore = behind;
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

        var differences = new List<string>();
        foreach (var request in Requests)
        {
            var expected = await AnswerAsync(client, direct.Url, request);
            var actual = await AnswerAsync(client, behind.Url, request);
            if (expected != actual)
                differences.Add($"== {request.Method} {request.Path} {request.Body}\n-- Kestrel:\n{expected}\n-- private path:\n{actual}");
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    [Fact]
    public async Task The_stage_itself_is_the_root_with_and_without_a_slash()
    {
        await using var behind = await PrivateStore.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

        var with = await AnswerAsync(client, behind.Url, new Request("GET", ""));
        var without = await AnswerAsync(client, new Uri(behind.Url.AbsoluteUri.TrimEnd('/')), new Request("GET", ""));

        Assert.StartsWith("200", with, StringComparison.Ordinal);
        Assert.StartsWith("200", without, StringComparison.Ordinal);
    }

    private static async Task<string> AnswerAsync(HttpClient client, Uri root, Request request)
    {
        // Uri would tidy the path up.
        var url = new Uri(root.AbsoluteUri + request.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), url);
        if (request.Body is not null)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));

        foreach (var header in request.Headers ?? [])
        {
            var (name, value) = (header[..header.IndexOf(':')], header[(header.IndexOf(':') + 2)..]);
            if (name == "Content-Type")
                message.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                message.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(message, TestContext.Current.CancellationToken);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => !Ignored.Contains(header.Key))
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Select(header => $"{header.Key.ToLowerInvariant()}: {string.Join(" | ", header.Value)}");
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        // API Gateway gives every answer a media type, also those without a body.
        if (body.Length == 0)
            headers = headers.Where(header => header != "content-type: application/json");

        var text = $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n\n{body}";

        // Where the app is mounted, the id that the log has, and the key of the form.
        return OwnOfEach().Replace(text.Replace(root.AbsolutePath, "/", StringComparison.Ordinal), "");
    }

    [GeneratedRegex("(?<=\"requestId\":\")[^\"]*|(?<=<code>)[^<]*|(?<=name=\"key\" value=\")[^\"]*")]
    private static partial Regex OwnOfEach();

    private sealed record Request(string Method, string Path, string[]? Headers = null, string? Body = null);
}
