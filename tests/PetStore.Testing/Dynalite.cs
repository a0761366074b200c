namespace PetStore.Testing;

/// <summary>A DynamoDB server on a free port of 127.0.0.1, with everything in memory; tables are there the moment they are made.</summary>
public sealed class Dynalite : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private Dynalite(ChildProcess process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    /// <summary>What makes a process of the app keep its pets here, in a table of its own making.</summary>
    public Dictionary<string, string?> Environment(string table = "PetStore") => new()
    {
        ["AWS_ENDPOINT_URL_DYNAMODB"] = Endpoint.OriginalString,
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "local",
        ["AWS_SECRET_ACCESS_KEY"] = "local",
        ["Storage__Provider"] = "DynamoDb",
        ["Storage__DynamoDb__TableName"] = table,
        ["Storage__DynamoDb__CreateTable"] = "true",
    };

    /// <summary>Skips the test where Node.js is missing (fails it with CI=true).</summary>
    public static async Task<Dynalite> StartAsync()
    {
        var node = await NodeTools.InstallAsync();
        var port = FreePort.Next();
        var process = ChildProcess.Start(
            node, [NodeTools.Command("dynalite"), "--host", "127.0.0.1", "--port", $"{port}", "--createTableMs", "0"]);
        try
        {
            await process.WaitForLineAsync(line => line.StartsWith("Dynalite listening", StringComparison.Ordinal));
            return new Dynalite(process, new Uri($"http://127.0.0.1:{port}"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
