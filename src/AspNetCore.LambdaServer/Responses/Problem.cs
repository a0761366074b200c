using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AspNetCore.LambdaServer.Responses;

/// <summary>The server's own response in place of the app's (RFC 9457). It does not reveal the app's internals.</summary>
internal sealed record Problem(int Status, string? Detail = null)
{
    public const string ContentType = "application/problem+json";

    public static readonly Problem Fault = new(StatusCodes.Status500InternalServerError);

    public static readonly Problem TooLarge = new(
        StatusCodes.Status500InternalServerError,
        "The response is larger than the 6 MB that Lambda returns in one piece. A streamed response may be larger: set EnableResponseStreaming in the function, "
        + "and responseTransferMode STREAM in the API.");

    public static readonly Problem Timeout = new(StatusCodes.Status504GatewayTimeout, "The request took too long.");

    /// <summary>The client's mistake: the message is written for the client.</summary>
    public static Problem Of(BadHttpRequestException refused) => new(refused.StatusCode, refused.Message);

    public ReadOnlySpan<byte> ToJson(string requestId)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(Status));
        json.WriteNumber("status"u8, Status);
        if (Detail is not null)
            json.WriteString("detail"u8, Detail);

        json.WriteString("requestId"u8, requestId);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenSpan;
    }
}
