namespace AspNetCore.LambdaServer;

/// <summary>What may stand in HTTP header fields (RFC 9110, section 5). Plain loops: the vectors of SearchValues are compiled at start-up.</summary>
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

    /// <summary>Whether a client's value can do no harm; what else is in it is its own affair.</summary>
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
    /// Whether a value of ours arrives as it is: visible ASCII, spaces, tabs. As Kestrel; somebody on the way may cut other
    /// characters to a byte, and so make a line end of U+010A.
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
