using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.Fuzz;

/// <summary>
/// 30,000 generated requests: each is answered as the API description says, none with 5xx, and none makes the app log a warning.
/// <c>PETSTORE_FUZZ_SEED</c> chooses other requests; a failure names its seed and request.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Workers = 6;
    private const int RequestsOfEach = 5000;

    private static readonly int Seed =
        int.Parse(Environment.GetEnvironmentVariable("PETSTORE_FUZZ_SEED") ?? "20261125", CultureInfo.InvariantCulture);

    private readonly RecordedLog _log = new();

    [Fact]
    public async Task Every_response_is_in_the_description_and_is_not_a_fault()
    {
        await using var app = new PetStoreApp(services => services.AddSingleton<ILoggerProvider>(_log));

        var found = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => RunAsync(app, worker))));

        Assert.True(found.All(failures => failures.Count == 0), string.Join('\n', found.SelectMany(failures => failures)));
        Assert.Equal(200, (await app.GetAsync("/health/ready")).Status);
        Assert.All(_log.Entries, entry => Assert.True(entry.Level <= LogLevel.Information, $"{entry.Level}: {entry.Message}"));
        Assert.True(_log.Entries.Count(entry => entry.Message.Contains(" answered ", StringComparison.Ordinal)) > Workers * RequestsOfEach * 0.9);
    }

    public void Dispose() => _log.Dispose();

    private static async Task<List<string>> RunAsync(PetStoreApp app, int worker)
    {
        var found = new List<string>();
        using var client = Exchange.ClientFor(app.Address);
        var generator = new RequestGenerator(Seed + worker);
        for (var i = 0; i < RequestsOfEach && found.Count < 5; i++)
        {
            var request = generator.Next();
            try
            {
                var answer = await client.ExchangeAsync(request.Method, Target(app, request.Path), request.Body, request.Headers);
                AssertWellFormed(request, answer);
            }
            catch (Exception failure)
            {
                found.Add($"Seed {Seed + worker}, request {i}: {failure.Message}\n{request}\n");
            }
        }

        return found;
    }

    // Uri would tidy the path up.
    private static Uri Target(PetStoreApp app, string path) =>
        new($"{app.Address.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static void AssertWellFormed(GeneratedRequest request, Answer answer)
    {
        Assert.InRange(answer.Status, 200, 499);
        // What Kestrel refuses before the app sees it has a status alone.
        if (answer.Header("X-Request-Id") is null)
            return;

        ApiDescription.AssertDescribes(request.Method, request.Path, answer);
        if (answer.Status >= 400 && request.Method != HttpMethod.Head && answer.ContentType?.StartsWith("text/html", StringComparison.Ordinal) != true)
            answer.Problem(answer.Status);
    }
}
