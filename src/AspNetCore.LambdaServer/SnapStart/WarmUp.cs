using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using AspNetCore.LambdaServer.Invocations;
using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer.SnapStart;

/// <summary>A request that the app registered with AddAWSLambdaBeforeSnapshotRequest.</summary>
internal sealed record BeforeSnapshotRequest(HttpRequestMessage Message);

/// <summary>
/// Runs the app's warm-up requests from event to response, which is discarded, while the function initialises: Lambda
/// gives initialisation more CPU than small functions have for requests.
/// </summary>
internal static class WarmUp
{
    /// <param name="allowedHosts">The hosts that the app accepts, as its configuration has them: the request names one of them.</param>
    /// <param name="times">How often each request is run: more often before SnapStart's snapshot, which is taken once.</param>
    public static void Run(IInvocationPipeline pipeline, IEnumerable<BeforeSnapshotRequest> requests, string? allowedHosts, int times)
    {
        foreach (var request in requests)
        {
            request.Message.Headers.Host ??= HostOf(allowedHosts);
            for (var time = 0; time < times; time++)
                pipeline.Serve(new Invocation("warm-up", EventOf(request.Message)), Nowhere.Instance);
        }
    }

    // "a.example;*.b.example", or "*" for any host.
    private static string HostOf(string? allowedHosts) =>
        allowedHosts?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] && first != "*"
            ? first.Replace("*", "warm-up", StringComparison.Ordinal)
            : "localhost";

    private static byte[] EventOf(HttpRequestMessage request)
    {
        if (request.RequestUri is not { IsAbsoluteUri: false, OriginalString: var target })
            throw new InvalidOperationException("A before-snapshot request needs a relative URI.");

        var question = target.IndexOf('?');
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("httpMethod"u8, request.Method.Method);
            json.WriteString("path"u8, question < 0 ? target : target[..question]);
            WriteHeaders(json, request);
            WriteQuery(json, question < 0 ? "" : target[question..]);
            if (request.Content is { } content)
                WriteBody(json, content);

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteHeaders(Utf8JsonWriter json, HttpRequestMessage request)
    {
        json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteStringValue(value);

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter json, string query)
    {
        json.WriteStartObject("multiValueQueryStringParameters"u8);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            json.WriteStartArray(pair.DecodeName().Span);
            json.WriteStringValue(pair.DecodeValue().Span);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, HttpContent content)
    {
        using var bytes = new MemoryStream();
        content.ReadAsStream().CopyTo(bytes);
        json.WriteBase64String("body"u8, bytes.ToArray());
        json.WriteBoolean("isBase64Encoded"u8, true);
    }

    private sealed class Nowhere : IResponseChannel
    {
        public static readonly Nowhere Instance = new();

        public bool IsAbandoned => false;

        public bool Respond(string requestId, OutgoingPost response) => true;

        public void Begin(string requestId, OutgoingPost prelude)
        {
        }

        public bool TryWrite(ReadOnlySpan<byte> chunk) => true;

        public bool End(Exception? fault) => true;

        public void Abort()
        {
        }
    }
}
