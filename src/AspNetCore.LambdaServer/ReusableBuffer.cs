using System.Buffers;

namespace AspNetCore.LambdaServer;

/// <summary>Contiguous bytes that grow as they are written, kept from one invocation to the next unless they grew large.</summary>
internal sealed class ReusableBuffer : IBufferWriter<byte>
{
    private const int InitialSize = 32 * 1024;
    private const int LargestKept = 1024 * 1024;

    private byte[] _bytes = new byte[InitialSize];

    public int Length { get; private set; }

    public Memory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > LargestKept)
            _bytes = new byte[InitialSize];
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - Length));
        Length += count;
    }

    /// <summary>Takes other memory, because somebody else may still write into this one.</summary>
    public void Replace() => _bytes = new byte[InitialSize];

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int size)
    {
        var needed = Length + Math.Max(size, 1);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}
