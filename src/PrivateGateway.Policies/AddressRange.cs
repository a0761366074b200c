using System.Globalization;
using System.Net;

namespace PrivateGateway.Policies;

/// <summary>The addresses of a CIDR range, or a single address.</summary>
internal sealed record AddressRange(IPAddress Address, int PrefixLength)
{
    /// <exception cref="FormatException">The text is neither an address nor a CIDR range.</exception>
    public static AddressRange Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = ParseAddress(slash < 0 ? text : text[..slash]);
        var bits = address?.GetAddressBytes().Length * 8 ?? 0;
        var prefix = slash < 0 ? bits
            : int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : -1;
        return address is not null && prefix >= 0 && prefix <= bits
            ? new AddressRange(address, prefix)
            : throw new FormatException($"'{text}' is neither an IP address nor a CIDR range.");
    }

    public bool Contains(string text)
    {
        if (ParseAddress(text) is not { } address || address.AddressFamily != Address.AddressFamily)
            return false;

        var (ours, theirs) = (Address.GetAddressBytes(), address.GetAddressBytes());
        var (whole, rest) = (PrefixLength / 8, PrefixLength % 8);
        return ours.AsSpan(0, whole).SequenceEqual(theirs.AsSpan(0, whole))
            && (rest == 0 || (ours[whole] ^ theirs[whole]) >> (8 - rest) == 0);
    }

    // The framework would also accept 10.1 and 0x0a000001.
    private static IPAddress? ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address) && (text.Contains(':') ? !text.AsSpan().ContainsAny('[', ']', '%') : address.ToString() == text)
            ? address
            : null;
}
