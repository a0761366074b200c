using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.Features;

/// <summary>
/// The body of the event, read where it lies. That memory belongs to the next invocation once this one has ended: whoever still
/// reads then gets an exception.
/// </summary>
internal sealed class RequestBody : IRequestBodyPipeFeature, IHttpRequestBodyDetectionFeature
{
    private readonly IHttpRequestFeature _request;
    private readonly Stream _own;
    private readonly PipeReader _reader;
    private (Stream Body, PipeReader Reader)? _replaced;

    public RequestBody(IHttpRequestFeature request, ReadOnlyMemory<byte> bytes)
    {
        _request = request;
        // An empty sequence that begins somewhere in an array is more than this reader can advance in.
        _reader = PipeReader.Create(bytes.IsEmpty ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(bytes));
        _own = _reader.AsStream();
        CanHaveBody = bytes.Length > 0;
        request.Body = _own;
    }

    public bool CanHaveBody { get; }

    /// <summary>Middleware may have put another stream in place, one that decompresses for example.</summary>
    public PipeReader Reader
    {
        get
        {
            if (ReferenceEquals(_request.Body, _own))
                return _reader;
            if (_replaced is not { } replaced || !ReferenceEquals(replaced.Body, _request.Body))
                _replaced = replaced = (_request.Body, PipeReader.Create(_request.Body));

            return replaced.Reader;
        }
    }

    public void End() => _reader.Complete();
}
