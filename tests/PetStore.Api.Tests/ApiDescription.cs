using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PetStore.Api.Tests.Http;
using PetStore.Testing;

namespace PetStore.Api.Tests;

/// <summary>The committed openapi.json, and checks that a response is one that it describes.</summary>
internal static class ApiDescription
{
    // Headers that any HTTP response may carry; every other header of the app has to be described.
    private static readonly HashSet<string> Undescribed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Length", "Transfer-Encoding", "Connection", "Date", "X-Content-Type-Options",
        "Cache-Control", "Pragma", "Expires",
    };

    public static string Path { get; } = Repository.PathTo("src", "PetStore.Api", "openapi.json");

    public static JsonElement Document { get; } = JsonElement.Parse(File.ReadAllText(Path));

    /// <summary>Every operation with its path and method.</summary>
    public static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations =>
        from path in Document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Name is "get" or "put" or "post" or "delete" or "options" or "head" or "patch" or "trace"
        select (path.Name, operation.Name, operation.Value);

    /// <summary>Follows a <c>$ref</c> within the document.</summary>
    public static JsonElement Resolve(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference)
            ? Resolve(reference.GetString()!.Split('/').Skip(1).Aggregate(Document, (at, name) => at.GetProperty(name)))
            : element;

    /// <summary>Asserts that the document describes this status, content type, headers and body, if it has the operation.</summary>
    public static void AssertDescribes(HttpMethod method, string target, Answer answer)
    {
        if (Find(method, target) is not { } operation)
            return;

        var of = $"{method} {target}: {answer.Status}";
        Assert.True(
            operation.GetProperty("responses").TryGetProperty(answer.Status.ToString(CultureInfo.InvariantCulture), out var response),
            $"{of} is not described: {answer.Body}");
        response = Resolve(response);

        var headers = response.TryGetProperty("headers", out var described)
            ? described.EnumerateObject().Select(header => header.Name).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : [];
        foreach (var header in answer.Headers.Select(header => header.Key).Where(name => !Undescribed.Contains(name) && !IsCors(name)))
            Assert.True(headers.Contains(header), $"{of}: the header {header} is not described.");

        if (method == HttpMethod.Head || answer.Body.Length == 0)
            return;

        Assert.True(
            response.TryGetProperty("content", out var content)
                && content.TryGetProperty(answer.ContentType!.Split(';')[0], out var _),
            $"{of}: the content type {answer.ContentType} is not described.");
        var media = content.GetProperty(answer.ContentType!.Split(';')[0]);
        if (answer.ContentType.Split(';')[0] is "application/json" or "application/problem+json" && media.TryGetProperty("schema", out var schema))
            Schema.AssertValid(answer.Json, schema, of);
    }

    // OpenAPI descriptions leave CORS out.
    private static bool IsCors(string header) =>
        header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || header.Equals("Vary", StringComparison.OrdinalIgnoreCase);

    private static JsonElement? Find(HttpMethod method, string target)
    {
        var path = target.Split('?')[0];
        var wanted = method == HttpMethod.Head ? "get" : method.Method.ToLowerInvariant();
        if (path is [.. var start, '/'] && start.Length > 0)
            path = start;
        else if (path.Length == 0)
            path = "/";

        // "Concrete definitions are matched before their templated counterparts" (OpenAPI, Paths Object).
        var concrete = Document.GetProperty("paths").TryGetProperty(path, out _);
        return Operations
            .Where(operation => operation.Method == wanted && (concrete ? operation.Path == path : Matches(operation.Path, path)))
            .Select(operation => (JsonElement?)operation.Operation)
            .FirstOrDefault();
    }

    private static bool Matches(string template, string path) =>
        Regex.IsMatch(path, "^" + Regex.Replace(Regex.Escape(template), @"\\\{[^}]+}", "[^/]+") + "$");
}
