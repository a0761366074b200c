using System.Text.RegularExpressions;

namespace PrivateGateway.Calls;

/// <summary>What the event says of a caller that signed: the key from its signature, all else from the ARN that stands for it.</summary>
internal sealed partial record Signer(string AccessKey, string AccountId, string Caller)
{
    public static Signer Of(Call call) => new(
        AccessKeyPattern().Match(call.Header("Authorization") ?? "").Groups[1].Value,
        AccountOf(call.Principal!),
        call.Principal!.Split('/')[^1]);

    /// <summary>The fifth field of an ARN; empty where there is none.</summary>
    public static string AccountOf(string arn) => arn.Split(':') is [_, _, _, _, var account, ..] ? account : "";

    [GeneratedRegex("Credential=([^/, ]+)/", RegexOptions.CultureInvariant)]
    private static partial Regex AccessKeyPattern();
}
