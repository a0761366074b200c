using Microsoft.Extensions.Time.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Calls;

public sealed class UsagePlanTests
{
    private static readonly ApiKey Key = new("keyid1", "shop", "a-secret-key", true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("a-disabled-key")]
    [InlineData("A-SECRET-KEY")]
    public async Task A_call_without_a_valid_key_is_forbidden(string? key)
    {
        await using var gateway = await StartAsync(Plan());

        using var response = await GetAsync(gateway, key);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("""{"message":"Forbidden"}""", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("ForbiddenException", response.Headers.GetValues("x-amzn-errortype").Single());
    }

    [Fact]
    public async Task The_event_names_the_key()
    {
        await using var gateway = await StartAsync(Plan());
        using var request = new HttpRequestMessage(HttpMethod.Get, "pets");
        request.Headers.Add("x-api-key", Key.Value);

        var sentEvent = await gateway.EventOfAsync(request);

        Assert.Equal("a-secret-key", (string?)sentEvent["requestContext"]!["identity"]!["apiKey"]);
        Assert.Equal("keyid1", (string?)sentEvent["requestContext"]!["identity"]!["apiKeyId"]);
    }

    [Fact]
    public async Task The_burst_is_a_token_bucket_that_refills_at_the_rate()
    {
        var time = Noon();
        await using var gateway = await StartAsync(Plan() with { RateLimit = 1, BurstLimit = 2 }, time);

        Assert.Equal("200 200 429 429", await StatusesAsync(gateway, 4));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("200 429", await StatusesAsync(gateway, 2));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("200 200 429", await StatusesAsync(gateway, 3));
    }

    [Fact]
    public async Task A_call_over_the_rate_gets_Too_Many_Requests()
    {
        await using var gateway = await StartAsync(Plan() with { RateLimit = 1, BurstLimit = 0 }, Noon());

        using var response = await GetAsync(gateway, Key.Value);

        Assert.Equal("""{"message":"Too Many Requests"}""", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("TooManyRequestsException", response.Headers.GetValues("x-amzn-errortype").Single());
    }

    [Theory]
    [InlineData("DAY", "2026-11-22T23:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("WEEK", "2026-11-21T23:00:00Z", "2026-11-22T00:00:00Z")]
    [InlineData("MONTH", "2026-11-30T23:00:00Z", "2026-12-01T00:00:00Z")]
    public async Task A_quota_lasts_until_the_end_of_its_period(string period, string before, string after)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(before));
        await using var gateway = await StartAsync(Plan() with { QuotaLimit = 2, QuotaPeriod = period }, time);

        Assert.Equal("200 200 429", await StatusesAsync(gateway, 3));
        time.Advance(TimeSpan.FromMinutes(59));
        using var response = await GetAsync(gateway, Key.Value);
        Assert.Equal("""{"message":"Limit Exceeded"}""", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("LimitExceededException", response.Headers.GetValues("x-amzn-errortype").Single());

        time.SetUtcNow(DateTimeOffset.Parse(after));
        Assert.Equal("200 200 429", await StatusesAsync(gateway, 3));
    }

    [Fact]
    public async Task The_stage_has_one_rate_limit_for_all_callers()
    {
        await using var gateway = await TestGateway.StartAsync(
            api => api with { Stage = api.Stage with { RateLimit = 1, BurstLimit = 3 } }, options => options with { Time = Noon() });

        Assert.Equal("200 200 200 429", await StatusesAsync(gateway, 4));
    }

    private static UsagePlan Plan() =>
        new("plan", null, null, null, null, [Key, new("keyid2", "old", "a-disabled-key", false)]) { Stages = [new("v1", [])] };

    private static Task<TestGateway> StartAsync(UsagePlan plan, TimeProvider? time = null) => TestGateway.StartAsync(
        api => api with { Methods = [TestGateway.Method("/{proxy+}", key: true)], UsagePlans = [plan] },
        options => options with { Time = time ?? TimeProvider.System });

    private static Task<HttpResponseMessage> GetAsync(TestGateway gateway, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "pets");
        if (key is not null)
            request.Headers.Add("x-api-key", key);

        return gateway.Client.SendAsync(request, Cancel);
    }

    private static async Task<string> StatusesAsync(TestGateway gateway, int calls)
    {
        var statuses = new int[calls];
        for (var call = 0; call < calls; call++)
        {
            using var response = await GetAsync(gateway, Key.Value);
            statuses[call] = (int)response.StatusCode;
        }

        return string.Join(' ', statuses);
    }

    private static FakeTimeProvider Noon() => new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
}
