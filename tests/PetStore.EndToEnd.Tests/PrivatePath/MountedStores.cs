using PetStore.EndToEnd.Tests.Running;
using PetStore.PrivateGateway;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.PrivatePath;

/// <summary>The ways in which the app is deployed: engine, stage, base path.</summary>
internal static class MountedStores
{
    public const string CustomDomain = "pets.example.internal";

    public static readonly string[] CustomDomainParameters =
    [
        $"CustomDomainName={CustomDomain}",
        "CustomDomainCertificateArn=arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
        "CustomDomainBasePath=store",
    ];

    /// <param name="mount">One of the names below.</param>
    /// <returns>The store, its root as the client is told it, and what else has to be stopped.</returns>
    public static async Task<(PrivateStore Store, Uri Root, IAsyncDisposable? Engine)> StartAsync(string mount)
    {
        switch (mount)
        {
            case "SQLite under v1":
                return await UnderStageAsync(PrivateStore.StartAsync());
            case "SQLite under another stage":
                return await UnderStageAsync(PrivateStore.StartAsync("StageName=test_2"));
            case "SQLite under a base path":
                var custom = await PrivateStore.StartAsync(options => options with { Tls = true }, CustomDomainParameters);
                return (custom, new Uri($"https://{CustomDomain}/store"), null);
            case "DynamoDB under v1":
                var dynalite = await Dynalite.StartAsync();
                var environment = dynalite.Environment().ToDictionary(variable => variable.Key, variable => variable.Value!);
                var store = await PrivateStore.StartAsync(options => options with { Environment = environment });
                return (store, store.Url, dynalite);
            default:
                throw new ArgumentException(mount, nameof(mount));
        }
    }

    private static async Task<(PrivateStore, Uri, IAsyncDisposable?)> UnderStageAsync(Task<PrivateStore> starting)
    {
        var store = await starting;
        return (store, store.Url, null);
    }
}
