namespace PetStore.Api.Start;

internal static class KestrelSetup
{
    public static IWebHostBuilder ConfigurePetStoreKestrel(this IWebHostBuilder host) => host
        .UseKestrelHttpsConfiguration()
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A client that does not read its response holds it in memory, up to 1.4 MB of Swagger UI: here for a minute and a half, and
            // with Kestrel's default of 240 bytes a second for more than an hour.
            kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));
        });
}
