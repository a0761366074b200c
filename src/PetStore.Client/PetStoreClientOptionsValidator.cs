using Microsoft.Extensions.Options;

namespace PetStore.Client;

/// <summary>Refuses addresses that contradict themselves, and settings that would do nothing, each with what to set.</summary>
internal sealed class PetStoreClientOptionsValidator : IValidateOptions<PetStoreClientOptions>
{
    public ValidateOptionsResult Validate(string? name, PetStoreClientOptions options)
    {
        var failures = Address(options).Concat(Headers(options)).Concat(Times(options)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Address(PetStoreClientOptions options)
    {
        if (options.BaseUrl is null == string.IsNullOrEmpty(options.VpceDnsName))
            yield return "PetStore client: set either BaseUrl, or VpceDnsName with ApiId.";
        if (options.BaseUrl is { } url && !IsBase(url))
            yield return "PetStore client: BaseUrl must be an absolute http or https URL without user, query and fragment.";
        if (options.BaseUrl is not null && options.Stage is not null)
            yield return "PetStore client: Stage goes with VpceDnsName; a BaseUrl has the stage in its path.";

        if (options.VpceDnsName is not { Length: > 0 } host)
            yield break;

        if (Uri.CheckHostName(host) != UriHostNameType.Dns)
            yield return "PetStore client: VpceDnsName must be a host name, without scheme, port and path.";
        if (string.IsNullOrEmpty(options.ApiId))
            yield return "PetStore client: VpceDnsName needs ApiId, because many APIs share one endpoint.";
        if (options.Stage is { } stage && !IsWord(stage))
            yield return "PetStore client: Stage must be letters, digits and underscores.";
    }

    private static IEnumerable<string> Headers(PetStoreClientOptions options)
    {
        if (options.ApiId is { Length: > 0 } id && !IsWord(id))
            yield return "PetStore client: ApiId must be letters and digits, as in {api-id}.execute-api.{region}.amazonaws.com.";
        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(c => c is < '!' or > '~')))
            yield return "PetStore client: ApiKey must be visible ASCII characters.";
    }

    private static IEnumerable<string> Times(PetStoreClientOptions options)
    {
        if (options.MaxRetries is < 0 or > 10)
            yield return "PetStore client: MaxRetries must be from 0 to 10.";
        if (options.AttemptTimeout < TimeSpan.FromMilliseconds(10) || options.Timeout > TimeSpan.FromDays(1))
            yield return "PetStore client: AttemptTimeout must be at least 10 ms, Timeout at most a day.";
        if (options.Timeout < options.AttemptTimeout)
            yield return "PetStore client: Timeout must not be less than AttemptTimeout.";
    }

    private static bool IsBase(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url is { Query: "", Fragment: "", UserInfo: "" };

    private static bool IsWord(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
