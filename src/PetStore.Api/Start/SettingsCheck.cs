using System.Globalization;
using Microsoft.AspNetCore.Hosting;

namespace PetStore.Api.Start;

/// <summary>Finds wrong settings that the framework ignores, or refuses without naming them.</summary>
internal static class SettingsCheck
{
    private static readonly string[] OwnSections = ["Storage", "Cors", "Page"];

    /// <exception cref="WrongSettingException">The first one that is wrong.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var (key, value) in OwnSections.SelectMany(section => configuration.GetSection(section).AsEnumerable()))
            CheckIsKnown(key, value);

        foreach (var url in Entries(configuration, WebHostDefaults.ServerUrlsKey))
            CheckUrl(url);

        foreach (var (key, port) in from key in (string[])[WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey]
                                    from port in Entries(configuration, key)
                                    select (key, port))
            CheckPort(key, port);

        CheckLogLevels(configuration.GetSection("Logging"));
    }

    private static string[] Entries(IConfiguration configuration, string key) =>
        configuration[key]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static void CheckIsKnown(string key, string? value)
    {
        if (!string.IsNullOrEmpty(value) && !Settings.IsKnown(key))
            throw new WrongSettingException(key, value, "There is no such setting. Run with --help for the list.");
    }

    private static void CheckUrl(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException wrong)
        {
            throw NotAnAddress(url, wrong);
        }

        if (address.Scheme is not ("http" or "https") || address.Port is < 0 or > 65535 || address.PathBase.Length > 0)
            throw NotAnAddress(url);
    }

    private static WrongSettingException NotAnAddress(string url, Exception? inner = null) =>
        new(WebHostDefaults.ServerUrlsKey, url, "Use scheme, host and port alone, such as http://127.0.0.1:5080.", inner);

    private static void CheckPort(string key, string port)
    {
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw new WrongSettingException(key, port, "Use a number from 0 to 65535.");
    }

    // Logging:LogLevel, and Logging:<provider>:LogLevel.
    private static void CheckLogLevels(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            if (section.Key.Equals("LogLevel", StringComparison.OrdinalIgnoreCase)
                && child.Value is { Length: > 0 } value && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
            {
                throw new WrongSettingException(child.Path, value, "Use Trace, Debug, Information, Warning, Error, Critical or None.");
            }

            CheckLogLevels(child);
        }
    }
}
