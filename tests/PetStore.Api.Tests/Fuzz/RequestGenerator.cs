using System.Text;

namespace PetStore.Api.Tests.Fuzz;

internal sealed record GeneratedRequest(HttpMethod Method, string Path, byte[]? Body, (string Name, string Value)[] Headers)
{
    public override string ToString() =>
        $"{Method} {Path}\n{string.Join('\n', Headers)}\n\n{(Body is null ? "" : Encoding.Latin1.GetString(Body))}";
}

/// <summary>Requests near the border between right and wrong: parts that are right or known to be difficult, some of them mutated.</summary>
internal sealed class RequestGenerator(int seed)
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO"];

    private static readonly string[] Paths =
        ["/pets", "/pets", "/pets/", "/pets/{id}", "/pets/{id}", "/pets/{id}/", "/pets/{id}/x", "/", "/page/pets", "/page/pets/{id}", "/page/pets/{id}/remove", "/health/live", "/health/ready", "/openapi.json", "/nowhere", "//", "/pets//1", "/swagger/index.html"];

    private static readonly string[] Values =
    [
        "", "0", "1", "2", "3", "20", "100", "101", "-1", "+1", "01", "1.0", "1e3", "abc", "dog", "Dog", "cat", "asc", "desc", "null", "true",
        "9007199254740991", "9007199254740992", "9223372036854775808", "%00", "1%00", "%20", "%2F", "%C3%A4", "%FF", "%e4", "%", "a,b", "*", "'", "\"", "<b>", "{}", "[]",
    ];

    private static readonly string[] Parameters = ["limit", "page", "after", "type", "order", "unknown", "Limit", ""];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Content-Type", ["application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded", "", "/", "application/json;;"]),
        ("Content-Encoding", ["gzip", "br", "identity", "", "gzip, identity"]),
        ("If-Match", ["\"1\"", "\"2\"", "*", "W/\"1\"", "\"01\"", "\"", "\"1\", \"2\"", "1", "", "\"1\" , *"]),
        ("If-None-Match", ["\"1\"", "*", "W/\"1\"", "\"01\"", "W/", "\"a\", \"1\"", ""]),
        ("Idempotency-Key", ["a", "b", "c", "", " ", "a b", "\u00e4", new string('k', 255), new string('k', 256)]),
        ("Accept", ["*/*", "text/html", "application/json;q=0", "rubbish"]),
        ("Origin", ["http://localhost", "https://shop.example", "null", "", "x"]),
        ("Sec-Fetch-Site", ["same-origin", "cross-site", "none", "x"]),
        ("Access-Control-Request-Method", ["POST", "GET", "", "FOO"]),
        ("Access-Control-Request-Headers", ["content-type", "x,,y", ""]),
        ("Expect", ["100-continue"]),
        ("Range", ["bytes=0-1", "bytes=9-1", "x"]),
        ("Cookie", ["a=b", ";;=", ""]),
        ("X-Forwarded-For", ["1.2.3.4", "x"]),
        ("If-Modified-Since", ["Wed, 25 Nov 2026 00:00:00 GMT", "x"]),
    ];

    private static readonly string[] Bodies =
    [
        """{"type":"dog","price":12.5}""", """{"type":"cat","price":0}""", """{"price":1e2,"type":"bird"}""", """{"type":"gecko","price":1000000}""",
        """{"type":"dog","price":12.5,"id":1}""", """{"type":"dog","type":"cat","price":1}""", """{"type":null,"price":null}""", "[]", "null", "1", "\"x\"", "", " ", "{}",
        """{"type":"\ud800","price":1}""", """{"type":"d\u006fg","price":0.10}""", """{"type":{"a":[1,2,{"b":null}]},"price":[[[[1]]]]}""",
    ];

    private readonly Random _random = new(seed);

    public GeneratedRequest Next()
    {
        var path = Maybe(0.1, Mutate, Path()) + Query();
        var body = Chance(0.5) ? Maybe(0.4, Mutate, Encoding.UTF8.GetBytes(OneOf(Bodies))) : null;
        var headers = Enumerable.Range(0, _random.Next(4)).Select(_ => Header());
        return new(new HttpMethod(OneOf(Methods)), path, body, [.. body is not null && Chance(0.8) ? [("Content-Type", "application/json")] : Array.Empty<(string, string)>(), .. headers]);
    }

    private string Path() => Chance(0.01)
        ? "/pets/export"
        : OneOf(Paths).Replace("{id}", Chance(0.6) ? $"{_random.Next(1, 60)}" : OneOf(Values), StringComparison.Ordinal);

    private string Query() => Chance(0.5)
        ? ""
        : "?" + string.Join('&', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Chance(0.9) ? $"{OneOf(Parameters)}={OneOf(Values)}" : OneOf(Values)));

    private (string, string) Header()
    {
        var (name, values) = OneOf(Headers);
        return (name, OneOf(values));
    }

    private string Mutate(string path) =>
        "/" + string.Concat(Encoding.Latin1.GetString(Mutate(Encoding.Latin1.GetBytes(path[1..]))).Where(c => c is > ' ' and < '\u007f' and not '#' and not '?'));

    private byte[] Mutate(byte[] bytes)
    {
        var list = bytes.ToList();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var at = _random.Next(list.Count + 1);
            switch (_random.Next(4))
            {
                case 0: list.Insert(at, (byte)_random.Next(256)); break;
                case 1 when at < list.Count: list.RemoveAt(at); break;
                case 2 when at < list.Count: list[at] = (byte)_random.Next(256); break;
                case 3: list.InsertRange(at, list.Take(_random.Next(list.Count + 1)).ToArray()); break;
            }
        }

        return [.. list];
    }

    private T Maybe<T>(double chance, Func<T, T> change, T value) => Chance(chance) ? change(value) : value;

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T OneOf<T>(T[] values) => values[_random.Next(values.Length)];
}
