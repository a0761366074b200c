namespace PetStore.Benchmarks.Wire;

/// <param name="StartLine">Of a request or of a response.</param>
/// <param name="Body">Valid until the next message is read.</param>
internal readonly record struct HttpMessage(string StartLine, ReadOnlyMemory<byte> Body)
{
    public bool Begins(string start) => StartLine.StartsWith(start, StringComparison.Ordinal);

    /// <summary>Of a request: where its path ends.</summary>
    public bool Asks(string method, string pathEnd) =>
        StartLine.Split(' ') is [var verb, var path, ..] && verb == method && path.EndsWith(pathEnd, StringComparison.Ordinal);
}
