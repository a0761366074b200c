namespace PetStore.Api.Start;

internal static class KestrelSetup
{
    public static IWebHostBuilder ConfigurePetStoreKestrel(this IWebHostBuilder host) => host
        .UseKestrelHttpsConfiguration()
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A client that does not read its response holds memory. Kestrel's default of 240 bytes a second allows that for minutes.
            kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(10));
        });
}
