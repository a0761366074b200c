namespace AspNetCore.LambdaServer;

/// <summary>What HTTP header fields may contain (RFC 9110, section 5). Plain loops, because the vectorised code of SearchValues is compiled at start-up.</summary>
internal static class HeaderText
{
    /// <summary>A token: visible ASCII without delimiters.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !"!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal))
                return false;
        }

        return !name.IsEmpty;
    }

    /// <summary>Whether a client's value is harmless: it has neither a line end nor NUL.</summary>
    public static bool IsOneLine(ReadOnlySpan<char> value)
    {
        foreach (var character in value)
        {
            if (character is '\r' or '\n' or '\0')
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether a value that the app sends arrives unchanged: visible ASCII, spaces and tabs, as in Kestrel. A hop that truncates other
    /// characters to one byte would turn U+010A into a line end.
    /// </summary>
    public static bool IsSendable(ReadOnlySpan<char> value)
    {
        foreach (var character in value)
        {
            if (character is not ((>= ' ' and <= '~') or '\t'))
                return false;
        }

        return true;
    }
}
