namespace AspNetCore.LambdaServer;

/// <summary>How a response body is put into the JSON that API Gateway gets. Streamed bodies are sent as they are.</summary>
public enum ResponseContentEncoding
{
    /// <summary>As text if the bytes are text in UTF-8, else as base64.</summary>
    Default,

    /// <summary>As base64, which API Gateway decodes for the media types that the API lists as binary.</summary>
    Base64,
}

/// <summary>Options of <c>AddAWSLambdaHosting</c>. They have no effect outside of Lambda.</summary>
public sealed class HostingOptions
{
    private readonly Dictionary<string, ResponseContentEncoding> _encodings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Sends the response while the app writes it, without the limits of 6 MB and 29 seconds. The API's integrations need
    /// <c>responseTransferMode: STREAM</c> then; an event does not say which mode its integration has. False by default.
    /// </summary>
    public bool EnableResponseStreaming { get; set; }

    /// <summary>
    /// Adds the exception, with its stack trace, to the response to a request that the app failed to handle. It shows the app's internals to
    /// clients: for development. False by default.
    /// </summary>
    public bool IncludeUnhandledExceptionDetailInResponse { get; set; }

    /// <summary>For media types that are not registered. <see cref="ResponseContentEncoding.Default"/> by default.</summary>
    public ResponseContentEncoding DefaultResponseContentEncoding { get; set; }

    /// <summary>Sets how bodies of one media type are encoded. A body with a <c>Content-Encoding</c> is always sent as base64.</summary>
    /// <param name="contentType">A media type without parameters, such as <c>application/pdf</c>; in any case.</param>
    /// <param name="encoding">The encoding.</param>
    public void RegisterResponseContentEncodingForContentType(string contentType, ResponseContentEncoding encoding) =>
        _encodings[contentType] = encoding;

    internal ResponseContentEncoding EncodingOf(ReadOnlySpan<char> contentType) =>
        _encodings.Count > 0 && _encodings.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(contentType, out var encoding)
            ? encoding
            : DefaultResponseContentEncoding;
}
