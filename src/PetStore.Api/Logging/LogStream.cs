namespace PetStore.Api.Logging;

/// <summary>
/// stdout, which may fail: a full disk, a closed terminal. Lines that cannot be written are lost and counted, and the count is
/// written as soon as writing works again. No failure leaves this class.
/// </summary>
/// <param name="lostLines">The line that tells the count.</param>
internal sealed class LogStream(Stream stream, Func<long, ReadOnlyMemory<byte>> lostLines)
{
    private long _lost;

    /// <summary>For one caller at a time.</summary>
    public void Write(ReadOnlySpan<byte> lines, int count)
    {
        try
        {
            if (_lost > 0)
                stream.Write(lostLines(_lost).Span);

            _lost = 0;
            stream.Write(lines);
            stream.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _lost += count;
        }
    }

    public void CountLost(long count) => _lost += count;
}
