using PetStore.EndToEnd.Tests.Running;
using PrivateGateway;
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

    /// <param name="engine">SQLite or DynamoDB.</param>
    /// <param name="mount">One of the names below.</param>
    /// <returns>The store, its root as the client is told it, and what else has to be stopped.</returns>
    public static async Task<(PrivateStore Store, Uri Root, Dynalite? Table)> StartAsync(string engine, string mount)
    {
        var table = engine == "DynamoDB" ? await Dynalite.StartAsync() : null;
        var environment = Variables(table?.Environment() ?? []);
        try
        {
            return mount switch
            {
                "under v1" => UnderItsStage(await PrivateStore.StartAsync(With)),
                "under another stage" => UnderItsStage(await PrivateStore.StartAsync(With, "StageName=test_2")),
                "under a base path" => (
                    await PrivateStore.StartAsync(options => With(options) with { Tls = true }, CustomDomainParameters),
                    new Uri($"https://{CustomDomain}/store"),
                    table),
                _ => throw new ArgumentException(mount, nameof(mount)),
            };
        }
        catch
        {
            if (table is not null)
                await table.DisposeAsync();

            throw;
        }

        GatewayOptions With(GatewayOptions options) => options with { Environment = environment };

        (PrivateStore, Uri, Dynalite?) UnderItsStage(PrivateStore store) => (store, store.Url, table);
    }

    public static Dictionary<string, string> Variables(Dictionary<string, string?> environment) =>
        environment.ToDictionary(variable => variable.Key, variable => variable.Value!);
}
