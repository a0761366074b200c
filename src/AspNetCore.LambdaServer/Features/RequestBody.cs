using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.Features;

/// <summary>
/// The body of the event, read in place, and repeatedly if the app wants. The next invocation reuses the memory, so reading after the end
/// of this one is an error.
/// </summary>
internal sealed class RequestBody(ReadOnlyMemory<byte> bytes, IHttpRequestFeature request)
    : Stream, IRequestBodyPipeFeature, IHttpRequestBodyDetectionFeature, IHttpMaxRequestBodySizeFeature
{
    private int _position;
    private bool _isRead;
    private bool _hasEnded;
    private PipeReader? _reader;
    private Stream? _source;

    public bool CanHaveBody => bytes.Length > 0;

    /// <summary>Middleware may have put another stream in place, for example one that decompresses.</summary>
    public PipeReader Reader
    {
        get
        {
            if (_reader is null || !ReferenceEquals(_source, request.Body))
            {
                _source = request.Body;
                _reader = PipeReader.Create(_source, new StreamPipeReaderOptions(leaveOpen: true));
            }

            return _reader;
        }
    }

    public bool IsReadOnly => _isRead;

    /// <summary>Null: only API Gateway's limit of 10 MB and Lambda's of 6 MB apply.</summary>
    public long? MaxRequestBodySize
    {
        get;
        set
        {
            if (IsReadOnly)
                throw new InvalidOperationException("The maximum size cannot be changed after the app has started to read the body.");

            field = value;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position
    {
        get => _position;
        set => _position = checked((int)value);
    }

    public void End()
    {
        _hasEnded = true;
        _reader?.Complete();
    }

    /// <exception cref="BadHttpRequestException">The body is larger than <see cref="MaxRequestBodySize"/>: status 413.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_hasEnded)
            throw new InvalidOperationException("The request has ended.");

        _isRead = true;
        if (bytes.Length > MaxRequestBodySize)
            throw new BadHttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"The request body is larger than {MaxRequestBodySize} bytes."),
                StatusCodes.Status413PayloadTooLarge);

        var rest = bytes.Span[Math.Min(_position, bytes.Length)..];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);

        try
        {
            return new ValueTask<int>(Read(buffer.Span));
        }
        catch (Exception fault)
        {
            return ValueTask.FromException<int>(fault);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
