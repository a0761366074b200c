namespace PetStore.Api.Start;

internal static class KestrelSetup
{
    public static IWebHostBuilder ConfigurePetStoreKestrel(this IWebHostBuilder host) => host
        .UseKestrelHttpsConfiguration()
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A client that does not read its response holds it in memory. Kestrel disconnects one that reads more slowly than this on
            // average; its default, 240 bytes a second, lets 1.4 MB of Swagger UI stay for more than an hour.
            kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));
        });
}
