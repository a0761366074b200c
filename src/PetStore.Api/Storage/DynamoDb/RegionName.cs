using System.Text.RegularExpressions;
using PetStore.Api.Start;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>
/// The SDK makes a host name of any region, and the start would end with a name that cannot be resolved. The form is checked,
/// not a list: AWS opens regions more often than this app is built. An emulator takes any word.
/// </summary>
internal static partial class RegionName
{
    /// <exception cref="WrongSettingException">The region cannot be one.</exception>
    public static void Check(IConfiguration configuration)
    {
        var form = HasEndpoint(configuration) ? Word() : Name();
        foreach (var setting in (string[])["AWS:Region", "AWS_REGION", "AWS_DEFAULT_REGION"])
        {
            if (configuration[setting] is { Length: > 0 } region && !form.IsMatch(region))
                throw new WrongSettingException(setting, region, "Use the name of a region, such as us-east-1.");
        }
    }

    private static bool HasEndpoint(IConfiguration configuration) =>
        ((string[])["AWS:ServiceURL", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"]).Any(setting => !string.IsNullOrEmpty(configuration[setting]));

    [GeneratedRegex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$")]
    private static partial Regex Name();

    [GeneratedRegex("^[!-~]+$")]
    private static partial Regex Word();
}
