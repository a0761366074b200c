using Amazon;
using Amazon.Extensions.NETCore.Setup;

namespace Microsoft.Extensions.Configuration;

public static class AWSConfigurationExtensions
{
    /// <summary>Reads <c>Region</c>, <c>Profile</c> and <c>ServiceURL</c> of the section <c>AWS</c>; other keys have no effect.</summary>
    public static AWSOptions GetAWSOptions(this IConfiguration config) => config.GetAWSOptions("AWS");

    /// <inheritdoc cref="GetAWSOptions(IConfiguration)"/>
    public static AWSOptions GetAWSOptions(this IConfiguration config, string configSection)
    {
        var section = string.IsNullOrEmpty(configSection) ? config : config.GetSection(configSection);
        var options = new AWSOptions { Profile = Value("Profile") };
        options.DefaultClientConfig.ServiceURL = Value("ServiceURL");
        if (Value("Region") is { } region)
            options.Region = RegionEndpoint.GetBySystemName(region);

        return options;

        string? Value(string key) => section[key] is { Length: > 0 } value ? value : null;
    }
}
