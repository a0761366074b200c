namespace PetStore.Benchmarks.RuntimeApi;

/// <param name="Body">Valid until the next request is read.</param>
internal readonly record struct RuntimeApiRequest(string Line, ReadOnlyMemory<byte> Body)
{
    public bool IsNext => Line.StartsWith("GET ", StringComparison.Ordinal) && Path.EndsWith("/runtime/invocation/next", StringComparison.Ordinal);

    public bool IsResponse => Line.StartsWith("POST ", StringComparison.Ordinal) && Path.EndsWith("/response", StringComparison.Ordinal);

    public string Path => Line.Split(' ') is [_, var path, ..] ? path : "";
}
