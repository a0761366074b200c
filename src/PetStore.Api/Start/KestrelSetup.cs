namespace PetStore.Api.Start;

internal static class KestrelSetup
{
    public static IWebHostBuilder ConfigurePetStoreKestrel(this IWebHostBuilder host) => host
        .UseKestrelHttpsConfiguration()
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A client that does not read its response holds memory. Kestrel's own limit, 240 bytes a second, lets it do so for minutes.
            kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(10));
        });
}
