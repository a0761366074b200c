namespace PrivateGateway;

internal static class RequestBody
{
    /// <summary>Reads a body to its end. Null: it is longer than the limit; nothing beyond the limit was kept.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;

        var buffer = new byte[(int)(request.ContentLength ?? 4096) + 1];
        var length = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return buffer.AsMemory(0, length);

            length += read;
            if (length > limit)
                return null;

            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limit + 1));
        }
    }
}
