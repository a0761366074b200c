using Microsoft.Playwright;
using PetStore.EndToEnd.Tests.Running;

namespace PetStore.EndToEnd.Tests.Browser;

/// <summary>What all browser tests share: the browser, and a store at the place that a theory names.</summary>
public abstract class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>On Kestrel; and behind the private gateway under the API's real name, with and without the slash after the stage.</summary>
    public static TheoryData<string> Places => ["Kestrel", "v1", "v1/"];

    internal static async Task<(RunningStore Store, Uri Url)> StartAsync(string place)
    {
        if (place == "Kestrel")
        {
            var kestrel = await KestrelStore.StartAsync();
            return (kestrel, kestrel.Url);
        }

        var stage = await PrivateStore.StartAsync(options => options with { Tls = true });
        return (stage, new Uri(stage.Url, $"/{place}"));
    }

    internal Task<WatchedPage> OpenAsync(Uri url, Action<BrowserNewContextOptions>? adjust = null) => chromium.OpenAsync(url, adjust);
}
