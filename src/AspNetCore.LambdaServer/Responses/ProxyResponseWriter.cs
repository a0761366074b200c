using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using AspNetCore.LambdaServer.Features;

namespace AspNetCore.LambdaServer.Responses;

/// <summary>Writes a response as API Gateway's REST proxy integration expects it, in one piece or as the prelude of a stream.</summary>
internal sealed partial class ProxyResponseWriter(HostingOptions options, ILogger logger) : IDisposable
{
    // API Gateway's limit for the prelude.
    private const int LargestPrelude = 16 * 1024;

    private readonly Utf8JsonWriter _json = new(
        Stream.Null,
        new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    private bool _hasWarned;

    /// <exception cref="InvalidOperationException">A header cannot be sent.</exception>
    public void Write(IBufferWriter<byte> output, Response response, ReadOnlySpan<byte> body)
    {
        WriteHead(output, response, isStream: false);
        if (response.HasBody && !body.IsEmpty)
            WriteBody(response.Headers, body);

        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>Status and headers, and the eight NUL bytes that separate them from the body.</summary>
    /// <exception cref="InvalidOperationException">A header cannot be sent.</exception>
    public void WritePrelude(IBufferWriter<byte> output, Response response)
    {
        WriteHead(output, response, isStream: true);
        _json.WriteEndObject();
        _json.Flush();
        if (_json.BytesCommitted > LargestPrelude)
            throw new InvalidOperationException("The response has more headers than the 16 KB that API Gateway accepts ahead of a stream.");

        output.Write("\0\0\0\0\0\0\0\0"u8);
    }

    public void Dispose() => _json.Dispose();

    private void WriteHead(IBufferWriter<byte> output, Response response, bool isStream)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber("statusCode"u8, response.StatusCode);
        _json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in response.Headers)
        {
            if (values.Count > 0 && !IsOfConnection(name, isStream))
                WriteHeader(name, values);
        }

        // Without a Content-Type, API Gateway adds application/json, even to a response without a body. Null prevents that.
        if (!isStream && response.Headers.ContentType.Count == 0)
        {
            _json.WriteStartArray("Content-Type"u8);
            _json.WriteNullValue();
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
    }

    private void WriteHeader(string name, Microsoft.Extensions.Primitives.StringValues values)
    {
        if (!HeaderText.IsName(name))
            throw new InvalidOperationException("A response header has a name with invalid characters.");

        _json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (!HeaderText.IsSendable(value))
                throw new InvalidOperationException($"The response header {name} has a value with control or non-ASCII characters.");

            _json.WriteStringValue(value ?? "");
        }

        _json.WriteEndArray();
    }

    // API Gateway manages the connection to its client, not the app. A stream's length is not known in advance.
    private bool IsOfConnection(string name, bool isStream)
    {
        if (isStream && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            return true;
        if (name.Length is not (10 or 17)
            || !(name.Equals("Connection", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Keep-Alive", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        if (!_hasWarned)
            ConnectionHeaderRemoved(logger, name);

        _hasWarned = true;
        return true;
    }

    private void WriteBody(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var isText = BodyText.IsText(body, headers, options);
        _json.WriteBoolean("isBase64Encoded"u8, !isText);
        if (isText)
            _json.WriteString("body"u8, body);
        else
            _json.WriteBase64String("body"u8, body);
    }

    [LoggerMessage(8, LogLevel.Warning, "The app sets the response header {Name}, which is API Gateway's to set. It is removed, here and from now on.")]
    private static partial void ConnectionHeaderRemoved(ILogger logger, string name);
}
