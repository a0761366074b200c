using System.Buffers;

namespace PetStore.AwsHosting;

/// <summary>What may stand in HTTP header fields (RFC 9110, section 5).</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n\0");

    public static bool IsName(ReadOnlySpan<char> name) => !name.IsEmpty && !name.ContainsAnyExcept(Token);

    /// <summary>Whether a client's value can do no harm; what else is in it is its own affair.</summary>
    public static bool IsOneLine(ReadOnlySpan<char> value) => !value.ContainsAny(LineEnds);

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
