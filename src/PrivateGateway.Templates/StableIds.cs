using System.Security.Cryptography;
using System.Text;

namespace PrivateGateway.Templates;

/// <summary>Stand-ins for the ids that AWS assigns: in AWS's format, and always the same for the same name.</summary>
internal static class StableIds
{
    private const string LowerCase = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const string UpperCase = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Lower-case letters and digits, as API Gateway's ids are.</summary>
    public static string Id(string of, int length = 10) => Text(of, length, LowerCase);

    /// <summary>The tail of a name that CloudFormation makes: <c>stack-Table-1A2B3C4D5E6F</c>.</summary>
    public static string Suffix(string of) => Text(of, 12, UpperCase);

    /// <summary>Seventeen hexadecimal digits, as EC2's ids have.</summary>
    public static string Hexadecimal(string of) => Text(of, 17, "0123456789abcdef");

    public static string Uuid(string of) => new Guid(Hash(of).AsSpan(0, 16)).ToString();

    /// <summary>Forty letters and digits: what API Gateway makes for an API key without a value.</summary>
    public static string Secret(string of) => Text(of, 40, LowerCase + "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static string Text(string of, int length, string alphabet)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i += 32)
            Hash($"{of}/{i}").AsSpan(0, Math.Min(32, length - i)).CopyTo(bytes.AsSpan(i));

        return string.Concat(bytes.Select(b => alphabet[b % alphabet.Length]));
    }

    private static byte[] Hash(string of) => SHA256.HashData(Encoding.UTF8.GetBytes(of));
}
