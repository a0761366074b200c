using System.Buffers;
using System.IO.Pipelines;
using PrivateGateway.Calls;

namespace PrivateGateway.Integrations;

/// <summary>The beginning of a streamed response: status and headers as JSON, then eight NUL bytes. The body follows.</summary>
internal static class StreamPrelude
{
    private const int MaxLength = 16 * 1024;
    private static readonly byte[] Delimiter = new byte[8];

    /// <exception cref="FormatException">It is not JSON, or does not end within 16 KB.</exception>
    public static async Task<ProxyResponse> ReadAsync(PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var reader = new SequenceReader<byte>(read.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> json, Delimiter))
            {
                if (json.Length > MaxLength)
                    throw new FormatException($"it is longer than {MaxLength} bytes");

                var response = ProxyResponse.ParsePrelude(json.ToArray());
                body.AdvanceTo(reader.Position);
                return response;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.Buffer.Length > MaxLength)
                throw new FormatException($"it does not end within {MaxLength} bytes");
            if (read.IsCompleted)
                throw new FormatException("the stream ended before it did");
        }
    }
}
