using System.Text.RegularExpressions;

namespace PrivateGateway.Calls;

/// <summary>A signed request's caller as the event names it: the access key from the signature, everything else from the caller's ARN.</summary>
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
