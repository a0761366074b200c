using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.BadInput;

public sealed class SlowBodyTests
{
    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408()
    {
        await using var app = new PetStoreApp(services => services.Configure<KestrelServerOptions>(
            kestrel => kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(1.1))));

        var answer = await Wire.SendAsync(
            app.Address, "POST", "/pets", ["Content-Type: application/json", "Content-Length: 100"], "{"u8.ToArray());

        answer.Problem(408);
        ApiDescription.AssertDescribes(HttpMethod.Post, "/pets", answer);
    }
}
