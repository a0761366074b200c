using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using AspNetCore.LambdaServer.Features;

namespace AspNetCore.LambdaServer.Responses;

/// <summary>Writes a response as API Gateway's REST proxy integration expects it.</summary>
internal sealed class ProxyResponseWriter : IDisposable
{

    private readonly Utf8JsonWriter _json = new(
        Stream.Null,
        new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <exception cref="InvalidOperationException">A header cannot be sent.</exception>
    public void Write(IBufferWriter<byte> output, Response response, bool isHead)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber("statusCode"u8, response.StatusCode);
        WriteHeaders(response.Headers);
        if (!isHead && response.StatusCode is not (204 or 205 or 304) && response.Bytes is { IsEmpty: false } body)
            WriteBody(response.Headers, body.Span);

        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>A problem of RFC 9457.</summary>
    public void WriteProblem(IBufferWriter<byte> output, Problem problem, string requestId)
    {
        var body = new ArrayBufferWriter<byte>();
        _json.Reset(body);
        _json.WriteStartObject();
        _json.WriteString("type"u8, "about:blank"u8);
        _json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(problem.Status));
        _json.WriteNumber("status"u8, problem.Status);
        if (problem.Detail is { } detail)
            _json.WriteString("detail"u8, detail);

        _json.WriteString("requestId"u8, requestId);
        _json.WriteEndObject();
        _json.Flush();

        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber("statusCode"u8, problem.Status);
        _json.WriteStartObject("multiValueHeaders"u8);
        _json.WriteStartArray("Content-Type"u8);
        _json.WriteStringValue("application/problem+json"u8);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteString("body"u8, body.WrittenSpan);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteHeaders(IHeaderDictionary headers)
    {
        _json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in headers)
        {
            if (values.Count == 0)
                continue;
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

        _json.WriteEndObject();
    }

    private void WriteBody(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var isText = MediaType.IsText(headers.ContentType, headers.ContentEncoding) && Utf8.IsValid(body);
        _json.WriteBoolean("isBase64Encoded"u8, !isText);
        if (isText)
            _json.WriteString("body"u8, body);
        else
            _json.WriteBase64String("body"u8, body);
    }
}
