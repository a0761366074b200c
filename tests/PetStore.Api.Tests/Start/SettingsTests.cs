using System.Text.RegularExpressions;
using PetStore.Api.Start;
using PetStore.Api.Storage;
using PetStore.Testing;

namespace PetStore.Api.Tests.Start;

public sealed partial class SettingsTests
{
    [Fact]
    public void The_readme_contains_the_table_of_settings()
    {
        var rows = Row().Matches(File.ReadAllText(Repository.PathTo("src", "PetStore.Api", "README.md")))
            .Select(row => new Setting(row.Groups[1].Value, row.Groups[2].Value.Trim('`'), row.Groups[3].Value));

        Assert.Equal([.. Settings.All, .. Settings.Variables], rows);
    }

    [Fact]
    public void Every_storage_option_is_listed_as_a_setting_with_its_default()
    {
        var options = Options("Storage", new StorageOptions()).ToList();

        Assert.NotEmpty(options);
        Assert.Equal(options, Settings.All.Where(setting => setting.Key.StartsWith("Storage:", StringComparison.Ordinal)).Select(setting => (setting.Key, setting.Default)));
    }

    private static IEnumerable<(string Key, string Default)> Options(string section, object options) =>
        options.GetType().GetProperties().SelectMany(property => property.GetValue(options) switch
        {
            bool flag => [($"{section}:{property.Name}", flag ? "true" : "false")],
            var value and (string or int or Enum) => [($"{section}:{property.Name}", $"{value}")],
            var nested => Options($"{section}:{property.Name}", nested!),
        });

    [GeneratedRegex(@"^\| `([^`]+)` \| (.*) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
