using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace PetStore.Api.Tests.Contract;

public sealed class IdempotencyTests : AppTest
{
    private const string Bird = """{"type":"bird","price":19.99}""";

    [Theory]
    [InlineData(Bird)]
    [InlineData("""{ "price": 1999e-2, "type": "bird" }""")]
    [InlineData("""{"type":"b\u0069rd","price":19.990}""")]
    public async Task Repeating_a_key_with_the_same_pet_returns_the_first_response(string again)
    {
        var first = await App.PostAsync(Bird, ("Idempotency-Key", "k1"));
        var second = await App.PostAsync(again, ("Idempotency-Key", "k1"));

        Assert.Equal((201, first.Body), (second.Status, second.Body));
        foreach (var name in (string[])["Location", "ETag", "Content-Type"])
            Assert.Equal(first.Header(name), second.Header(name));
        Assert.Equal([1, 2, 3, 4], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData("""{"type":"bird","price":19.98}""")]
    [InlineData("""{"type":"gecko","price":19.99}""")]
    public async Task The_same_key_with_another_pet_is_refused(string other)
    {
        await App.PostAsync(Bird, ("Idempotency-Key", "k1"));

        (await App.PostAsync(other, ("Idempotency-Key", "k1"))).Problem(422);
        Assert.Equal([1, 2, 3, 4], (await App.GetAsync("/pets")).Ids);
    }

    [Fact]
    public async Task Keys_are_case_sensitive_and_a_refused_pet_does_not_use_up_its_key()
    {
        (await App.PostAsync("""{"type":"bird","price":-1}""", ("Idempotency-Key", "k1"))).Problem(400);

        Assert.Equal(201, (await App.PostAsync(Bird, ("Idempotency-Key", "k1"))).Status);
        Assert.Equal(201, (await App.PostAsync("""{"type":"cat","price":1}""", ("Idempotency-Key", "K1"))).Status);
    }

    [Fact]
    public async Task The_first_response_is_repeated_after_the_pet_is_deleted()
    {
        var first = await App.PostAsync(Bird, ("Idempotency-Key", "k1"));
        await App.PutAsync("/pets/4", """{"type":"cat","price":5}""");
        var replaced = await App.PostAsync(Bird, ("Idempotency-Key", "k1"));
        await App.DeleteAsync("/pets/4");
        var removed = await App.PostAsync(Bird, ("Idempotency-Key", "k1"));

        Assert.Equal((first.Body, first.Header("ETag")), (replaced.Body, replaced.Header("ETag")));
        Assert.Equal((first.Body, first.Header("ETag")), (removed.Body, removed.Header("ETag")));
        (await App.GetAsync("/pets/4")).Problem(404);
    }

    [Fact]
    public async Task Thirty_two_concurrent_creates_with_one_key_create_one_pet()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => App.PostAsync(Bird, ("Idempotency-Key", "k1"))));

        Assert.All(answers, answer => Assert.Equal((201, answers[0].Body), (answer.Status, answer.Body)));
        Assert.Equal([1, 2, 3, 4], (await App.GetAsync("/pets")).Ids);
        Assert.Equal([5], await App.CreateAsync(1));
    }

    [Fact]
    public async Task One_of_several_different_pets_with_one_key_is_created_and_the_others_are_refused()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(price =>
            App.PostAsync($$"""{"type":"bird","price":{{price}}}""", ("Idempotency-Key", "k1"))));

        var created = Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(15, answers.Count(answer => answer.Status == 422));
        Assert.Equal(created.Json.GetProperty("pet").GetRawText(), (await App.GetAsync("/pets/4")).Body);
        Assert.Equal([1, 2, 3, 4], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public async Task A_key_has_1_to_255_visible_characters(int length)
    {
        Assert.Equal(201, (await App.PostAsync(Bird, ("Idempotency-Key", new string('~', length)))).Status);
        Assert.Equal(201, (await App.PostAsync(Bird, ("Idempotency-Key", new string('!', length)))).Status);
        Assert.Equal([1, 2, 3, 4, 5], (await App.GetAsync("/pets")).Ids);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_24_hours()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = new PetStoreApp(services => services.AddSingleton<TimeProvider>(clock));

        var first = await app.PostAsync(Bird, ("Idempotency-Key", "k1"));
        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(2));
        var within = await app.PostAsync(Bird, ("Idempotency-Key", "k1"));
        clock.Advance(TimeSpan.FromSeconds(4));
        var after = await app.PostAsync(Bird, ("Idempotency-Key", "k1"));

        Assert.Equal(first.Body, within.Body);
        Assert.Equal((201, 5), (after.Status, after.Json.GetProperty("pet").GetProperty("id").GetInt64()));
    }
}
