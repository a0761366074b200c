using System.Text;
using Microsoft.AspNetCore.Hosting;

namespace PetStore.Api.Start;

/// <param name="Key">As in a switch; <c>&lt;...&gt;</c> stands for any name.</param>
/// <param name="Default">As text, for people.</param>
/// <param name="Meaning">One line.</param>
internal sealed record Setting(string Key, string Default, string Meaning);

/// <summary>Every setting of the app. <c>--help</c> and the README show this table, and switches that are not in it are refused.</summary>
internal static class Settings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("urls", "http://localhost:5000", "Addresses to listen on, separated by semicolons. https needs a certificate."),
        new("http_ports", "", "Ports to listen on with HTTP, on all addresses of the machine, if urls is not set."),
        new("https_ports", "", "The same with HTTPS."),
        new("environment", "Production", "Development: log lines for people, and the API description is generated."),
        new("contentRoot", "the current folder", "The folder of appsettings.json."),
        new("AllowedHosts", "*", "Host names that the server answers to, separated by semicolons."),
        new("shutdownTimeoutSeconds", "30", "How long a stop waits for requests to end."),
        new("Cors:Origins", "", "Origins whose pages may write: one, several separated by commas, a list, or *. Any origin may read."),
        new("Page:CurrencySign", "", "What the page shows before prices, such as $; without it plain numbers, as in the API."),
        new("Storage:Provider", "Sqlite", "Sqlite or DynamoDb."),
        new("Storage:Sqlite:Path", "petstore.db", "The database file. The first start creates it."),
        new("Storage:DynamoDb:TableName", "PetStore", "The table."),
        new("Storage:DynamoDb:IdBlockSize", "1", "How many ids a process takes from the counter at once: 1 counts without gaps, more creates more pets a second."),
        new("Storage:DynamoDb:Shards", "1", "Over how many partitions new pets are spread: for more than 1,000 creates a second. Fixed when the table is made."),
        new("Storage:DynamoDb:CreateTable", "false", "Creates the table if it does not exist. For emulators."),
        new("Lambda:ResponseStreaming", "false", "On Lambda: sends responses while they are written, over 6 MB too. The API's integrations must have responseTransferMode STREAM."),
        new("Lambda:DeadlineMargin", "00:00:00.5", "On Lambda: how long before its deadline a request is aborted."),
        new("Lambda:WarmUpAtEveryStart", "false", "On Lambda: runs the warm-up request at each start, not only before SnapStart's snapshot."),
        new("Logging:LogLevel:<category>", "Default: Information", "Trace, Debug, Information, Warning, Error, Critical or None."),
        new("Lambda:DeadlineMargin", "00:00:00.5", "How long before Lambda's deadline a request is aborted, so that it can still be answered."),
        new("Kestrel:<...>", "", "Endpoints, certificates and limits, as in Kestrel's documentation."),
        new("AWS:<...>", "", "Region, Profile and other settings of the AWS SDK, as in its documentation."),
    ];

    /// <summary>Environment variables that libraries read.</summary>
    public static IReadOnlyList<Setting> Variables { get; } =
    [
        new("AWS_REGION", "", "The region of the DynamoDB table. Credentials: as for every program with the AWS SDK."),
        new("AWS_ENDPOINT_URL_DYNAMODB", "", "The address of a DynamoDB emulator."),
        new("AWS_LAMBDA_LOG_LEVEL", "", "Set by Lambda from the function's logging configuration."),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "", "Where to send traces, metrics and logs over OTLP; without it nothing is collected."),
    ];

    // Passed by tools and tests that start a host to inspect it.
    private static readonly string[] NotForPeople =
    [
        HostDefaults.ApplicationKey, WebHostDefaults.PreferHostingUrlsKey, WebHostDefaults.WebRootKey, WebHostDefaults.DetailedErrorsKey,
        WebHostDefaults.CaptureStartupErrorsKey, WebHostDefaults.HostingStartupAssembliesKey, WebHostDefaults.SuppressStatusMessagesKey,
    ];

    public static bool IsKnown(string key) =>
        All.Any(setting => setting.Key.IndexOf('<', StringComparison.Ordinal) is var end and >= 0
            ? key.StartsWith(setting.Key[..end], StringComparison.OrdinalIgnoreCase)
            : key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase) || IsEntryOf(setting.Key, key))
        || NotForPeople.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>WebApplicationFactory also passes the sections of settings, without a value.</summary>
    public static bool IsSection(string key) =>
        All.Any(setting => setting.Key.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>A setting whose last part starts with the last part of the unknown one.</summary>
    public static string? Nearest(string key) =>
        All.Select(setting => setting.Key).FirstOrDefault(known => Last(known).StartsWith(Last(key), StringComparison.OrdinalIgnoreCase));

    public static string Help()
    {
        var text = new StringBuilder("""
            The PetStore. Without arguments it serves http://localhost:5000 with a SQLite database in the current folder.

            Each setting is a switch (--Storage:Sqlite:Path=pets.db), an environment variable (Storage__Sqlite__Path; urls and the
            like with the prefix ASPNETCORE_), or a member of appsettings.json.


            """);
        foreach (var setting in All)
            Append(text, $"--{setting.Key}", setting);

        text.AppendLine("Environment variables:").AppendLine();
        foreach (var variable in Variables)
            Append(text, variable.Key, variable);

        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    private static void Append(StringBuilder text, string name, Setting setting) => text
        .Append(name).Append(setting.Default.Length == 0 ? "" : $"  ({setting.Default})").AppendLine()
        .Append("    ").AppendLine(setting.Meaning)
        .AppendLine();

    private static bool IsEntryOf(string list, string key) =>
        list == "Cors:Origins" && key.StartsWith($"{list}:", StringComparison.OrdinalIgnoreCase) && int.TryParse(key[(list.Length + 1)..], out _);

    private static string Last(string key) => key[(key.LastIndexOf(':') + 1)..];
}
