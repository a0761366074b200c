using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>Fn::Cidr: a block cut into equal smaller ones.</summary>
internal static class AddressBlocks
{
    /// <param name="arguments">The block, the number of smaller blocks (1 to 256), and the host bits of each (8 by default).</param>
    public static JsonArray Cidr(string[] arguments, TemplatePath path)
    {
        if (!IPNetwork.TryParse(arguments[0], out var block))
            throw new TemplateException(path.At(0), $"'{arguments[0]}' is not a CIDR block.");

        var width = block.BaseAddress.GetAddressBytes().Length * 8;
        var count = Number(arguments[1], 1, 256, path.At(1));
        var free = arguments.Length > 2 ? Number(arguments[2], 0, width, path.At(2)) : 8;
        var first = new BigInteger(block.BaseAddress.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        if (width - free < block.PrefixLength || count > BigInteger.One << (width - free - block.PrefixLength))
            throw new TemplateException(path, $"{arguments[0]} does not hold {count} blocks of {free} bits.");

        return [.. Enumerable.Range(0, count).Select(i => (JsonNode)$"{Address(first + (i * (BigInteger.One << free)), width / 8)}/{width - free}")];
    }

    private static IPAddress Address(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new IPAddress([.. new byte[length - bytes.Length], .. bytes]);
    }

    private static int Number(string text, int least, int most, TemplatePath path) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new TemplateException(path, $"This must be a number from {least} to {most}; it is {text}.");
}
