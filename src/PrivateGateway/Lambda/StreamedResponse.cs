using System.IO.Pipelines;
using System.Text;

namespace PrivateGateway.Lambda;

/// <summary>A response that the function is still posting. It is read by the integration, not kept here.</summary>
internal sealed class StreamedResponse(HttpRequest request)
{
    private const string IntegrationResponse = "application/vnd.awslambda.http-integration-response";
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The function says that the stream begins with a prelude: status and headers as JSON, then eight NUL bytes.</summary>
    public bool HasPrelude => request.ContentType == IntegrationResponse;

    /// <summary>Reading fails if the process ends or aborts the stream.</summary>
    public PipeReader Body => request.BodyReader;

    /// <summary>True: the stream was read to its end. False: its reader gave up.</summary>
    public Task<bool> Ended => _ended.Task;

    public void End(bool isComplete) => _ended.TrySetResult(isComplete);

    /// <summary>The error that the function reported in its trailers; null where there is none. Known at the end of the body.</summary>
    public string? TrailingError()
    {
        if (!request.SupportsTrailers() || !request.CheckTrailersAvailable())
            return null;

        var type = request.GetTrailer("Lambda-Runtime-Function-Error-Type").ToString();
        var body = request.GetTrailer("Lambda-Runtime-Function-Error-Body").ToString();
        return type.Length == 0 && body.Length == 0 ? null : $"{type}: {Decoded(body)}";
    }

    private static string Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : base64;
    }
}
