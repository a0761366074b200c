using System.Text.RegularExpressions;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Running;

/// <summary>The published app as an ordinary program.</summary>
internal sealed partial class KestrelStore : RunningStore
{
    private readonly ChildProcess _process;
    private readonly string _directory;

    private KestrelStore(ChildProcess process, string directory, Uri url) => (_process, _directory, Url) = (process, directory, url);

    public override Uri Url { get; }

    public override string Output => _process.Output;

    public string Database => Path.Combine(_directory, "petstore.db");

    public static async Task<KestrelStore> StartAsync()
    {
        var app = await PublishedApp.DirectoryAsync();
        var directory = Directory.CreateTempSubdirectory("petstore-").FullName;
        var process = ChildProcess.Start(
            "dotnet",
            [Path.Combine(app, "PetStore.Api.dll"), "--urls", "http://127.0.0.1:0"],
            new Dictionary<string, string?>
            {
                ["Storage__Sqlite__Path"] = Path.Combine(directory, "petstore.db"),
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["AWS_LAMBDA_FUNCTION_NAME"] = null,
            },
            app);
        try
        {
            var line = await process.WaitForLineAsync(line => Address().IsMatch(line));
            return new KestrelStore(process, directory, new Uri(Address().Match(line).Groups[1].Value + "/"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [GeneratedRegex(@"listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Address();
}
