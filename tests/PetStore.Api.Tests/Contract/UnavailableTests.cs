using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PetStore.Api.Logging;
using PetStore.Api.Storage;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.Contract;

public sealed class UnavailableTests
{
    private const string Pet = """{"type":"cat","price":5}""";

    [Fact]
    public async Task An_unavailable_store_is_503_with_Retry_After()
    {
        await using var app = AppWith(new StoreUnavailableException("The disk of /srv/secret is full."));

        foreach (var answer in (Answer[])[
            await app.GetAsync("/pets"),
            await app.GetAsync("/pets/export"),
            await app.GetAsync("/pets/1"),
            await app.PostAsync(Pet),
            await app.PutAsync("/pets/1", Pet),
            await app.DeleteAsync("/pets/1"),
            await app.GetAsync("/health/ready")])
        {
            answer.Problem(503);
            Assert.Matches("^[0-9]+$", answer.Header("Retry-After"));
            Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(200, (await app.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task A_fault_is_500_and_reveals_nothing_internal()
    {
        await using var app = AppWith(new InvalidOperationException("secret"));

        foreach (var answer in (Answer[])[await app.GetAsync("/pets"), await app.PostAsync(Pet)])
        {
            answer.Problem(500);
            Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", answer.Body, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        }
    }

    [Fact]
    public async Task A_fault_is_logged_with_the_request_id_of_its_response()
    {
        using var log = new MemoryStream();
        Answer answer;
        await using (var app = new PetStoreApp(services => services
            .AddSingleton<IPetStore>(new FaultyStore(_ => throw new InvalidOperationException("secret")))
            .AddSingleton<ILoggerProvider>(new LineLoggerProvider(
                new JsonLine(), new ImmediateOutput(new LogStream(log, _ => default)), TimeProvider.System))))
        {
            answer = await app.GetAsync("/pets");
        }

        var fault = Encoding.UTF8.GetString(log.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))
            .Single(line => line.GetProperty("level").GetString() == "ERROR");
        Assert.Equal(answer.Header("X-Request-Id"), fault.GetProperty("requestId").GetString());
        Assert.Contains("secret", fault.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_that_the_store_is_unavailable()
    {
        await using var app = AppWith(new StoreUnavailableException("secret"));

        var answer = await app.GetAsync("/");

        Assert.Equal(503, answer.Status);
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
    }

    private static PetStoreApp AppWith(Exception fault) =>
        new(services => services.AddSingleton<IPetStore>(new FaultyStore(_ => throw fault)));
}
