using System.Net;
using PetStore.Client;
using static PetStore.EndToEnd.Tests.Client.ScriptedServer;

namespace PetStore.EndToEnd.Tests.Client;

public sealed class RepeatingTests
{
    private static readonly NewPet Bird = new() { Type = PetType.Bird, Price = 19.99m };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_retried_after_a_transient_failure(int status)
    {
        using var server = new ScriptedServer(Answer(status), Answer(status), Answer(200, OnePet));
        var pet = await server.Client().GetPetAsync(1, cancellationToken: Stop);

        Assert.Equal(249.99m, pet.Result.Price);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task The_delays_between_retries_grow_and_vary()
    {
        var waits = new List<TimeSpan>();
        for (var call = 0; call < 20; call++)
        {
            using var server = new ScriptedServer(Answer(503), Answer(503), Answer(503), Answer(200, OnePet));
            await server.Client().GetPetAsync(1, cancellationToken: Stop);
            Assert.Equal(3, server.Time.Waits.Count);
            waits.AddRange(server.Time.Waits);
        }

        Assert.True(waits.Distinct().Count() > 30, "The waits do not vary.");
        Assert.True(Total(waits, 2) > Total(waits, 0), "The waits do not grow.");
        Assert.All(waits, wait => Assert.InRange(wait.TotalSeconds, 0, 20));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Thu, 01 Jan 2026 12:00:09 GMT", 9)]
    public async Task Retry_After_is_obeyed(string retryAfter, int seconds)
    {
        using var server = new ScriptedServer(
            Answer(429, headers: [("Retry-After", retryAfter)]), Answer(200, OnePet));
        await server.Client().GetPetAsync(1, cancellationToken: Stop);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(server.Time.Waits));
    }

    [Fact]
    public async Task A_long_Retry_After_fails_the_call_at_once()
    {
        using var server = new ScriptedServer(Answer(429, """{"message":"Limit Exceeded"}""", headers: [("Retry-After", "3600")]));
        var refusal = await Assert.ThrowsAsync<PetStoreGatewayException>(() => server.Client().GetPetAsync(1, cancellationToken: Stop));

        Assert.Equal(429, refusal.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_last_failure_is_reported_when_all_retries_fail()
    {
        using var server = new ScriptedServer(Answer(429), Answer(503), Answer(504), Answer(502, """{"message":"Internal server error"}"""));
        var failure = await Assert.ThrowsAsync<PetStoreGatewayException>(() => server.Client().GetPetAsync(1, cancellationToken: Stop));

        Assert.Equal(502, failure.StatusCode);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 6)]
    public async Task MaxRetries_limits_the_number_of_retries(int maxRetries, int expected)
    {
        using var server = new ScriptedServer(Answer(503));
        await Assert.ThrowsAsync<PetStoreGatewayException>(
            () => server.Client(options => options.MaxRetries = maxRetries).GetPetAsync(1, cancellationToken: Stop));

        Assert.Equal(expected, server.Requests.Count);
    }

    [Fact]
    public async Task A_request_is_retried_after_a_lost_connection()
    {
        using var server = new ScriptedServer(() => throw new HttpRequestException("Connection refused"), Answer(200, OnePet));
        await server.Client().GetPetAsync(1, cancellationToken: Stop);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_request_is_retried_when_its_response_is_cut_off()
    {
        using var server = new ScriptedServer(
            () => new HttpResponseMessage { Content = new UnfinishedContent(_ => Task.FromException(new IOException("Connection reset"))) },
            Answer(200, OnePet));
        await server.Client().GetPetAsync(1, cancellationToken: Stop);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_create_is_retried_with_the_same_key_and_the_same_body()
    {
        using var server = new ScriptedServer(
            Answer(503), () => throw new HttpRequestException("Connection reset"),
            Answer(201, $$"""{"pet":{{OnePet}},"message":"success"}"""));
        await server.Client().CreatePetAsync(Bird, cancellationToken: Stop);

        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
        Assert.Equal("""{"type":"bird","price":19.99}""", Assert.Single(server.Requests.Select(request => request.Body).Distinct()));
    }

    [Fact]
    public async Task Every_create_has_its_own_key_unless_one_is_given()
    {
        using var server = new ScriptedServer(Answer(201, $$"""{"pet":{{OnePet}},"message":"success"}"""));
        var client = server.Client();
        await client.CreatePetAsync(Bird, cancellationToken: Stop);
        await client.CreatePetAsync(Bird, cancellationToken: Stop);
        await client.CreatePetAsync(Bird, "mine", Stop);

        var keys = server.Requests.Select(request => request.Headers["Idempotency-Key"]).ToArray();
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Equal("mine", keys[2]);
    }

    [Fact]
    public async Task A_replacement_and_a_removal_are_not_retried()
    {
        using var server = new ScriptedServer(Answer(503));
        await Assert.ThrowsAsync<PetStoreGatewayException>(() => server.Client().ReplacePetAsync(1, Bird, cancellationToken: Stop));
        await Assert.ThrowsAsync<PetStoreGatewayException>(() => server.Client().DeletePetAsync(1, cancellationToken: Stop));

        Assert.Equal(["PUT", "DELETE"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_permanent_failure_is_not_retried(int status)
    {
        using var server = new ScriptedServer(Problem(status));
        await Assert.ThrowsAsync<PetStoreProblemException>(() => server.Client().GetPetAsync(1, cancellationToken: Stop));

        Assert.Single(server.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_attempt_that_times_out_is_retried()
    {
        using var server = new ScriptedServer(() => new HttpResponseMessage { Content = new UnfinishedContent(stop => Task.Delay(Timeout.Infinite, stop)) });
        var client = server.Client(options => (options.MaxRetries, options.AttemptTimeout) = (1, TimeSpan.FromSeconds(1)));
        var late = await Assert.ThrowsAsync<TaskCanceledException>(() => client.GetPetAsync(1, cancellationToken: TestContext.Current.CancellationToken));

        Assert.IsType<TimeoutException>(late.InnerException);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var server = new ScriptedServer(() =>
        {
            caller.Cancel();
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client().GetPetAsync(1, cancellationToken: caller.Token));
        Assert.Single(server.Requests);
    }

    private static double Total(List<TimeSpan> waits, int attempt) =>
        waits.Where((_, i) => i % 3 == attempt).Sum(wait => wait.TotalSeconds);

    private sealed class UnfinishedContent(Func<CancellationToken, Task> afterTheBeginning) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("""{"id":1,"""u8.ToArray(), cancellationToken);
            await afterTheBeginning(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
