using System.Security.Cryptography;
using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>Ids that AWS would have given: stable for one API, of the same form, and of no meaning.</summary>
internal static class ApiIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string ResourceId(PrivateApi api, string resourcePath) => Of($"{api.ApiId}{resourcePath}", 6);

    public static string DeploymentId(PrivateApi api) => Of($"{api.ApiId} deployed to {api.Stage.Name}", 6);

    private static string Of(string text, int length) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(length).Select(value => Alphabet[value % Alphabet.Length]));
}
