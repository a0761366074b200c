namespace PrivateGateway.Lambda;

/// <summary>Reads what a process prints, line by line, with a bound on the length of a line.</summary>
internal static class ProcessOutput
{
    /// <summary>The size of a log event in CloudWatch Logs; here in characters.</summary>
    public const int MaxLine = 256 * 1024;

    /// <summary>Returns at the end of the output. A longer line is cut, with a note; memory stays bounded.</summary>
    public static async Task ReadLinesAsync(TextReader output, Action<string> report)
    {
        var buffer = new char[4096];
        var line = new System.Text.StringBuilder();
        var length = 0L;
        while (await output.ReadAsync(buffer) is > 0 and var read)
        {
            var rest = buffer.AsMemory(0, read);
            while (rest.Span.IndexOf('\n') is >= 0 and var end)
            {
                Append(rest.Span[..end]);
                Report();
                rest = rest[(end + 1)..];
            }

            Append(rest.Span);
        }

        if (length > 0)
            Report();

        void Append(ReadOnlySpan<char> text)
        {
            length += text.Length;
            line.Append(text[..Math.Min(text.Length, MaxLine - line.Length)]);
        }

        void Report()
        {
            var text = line.ToString().TrimEnd('\r');
            report(length > MaxLine ? $"{text} [cut here: the line has {length} characters]" : text);
            line.Clear();
            length = 0;
        }
    }
}
