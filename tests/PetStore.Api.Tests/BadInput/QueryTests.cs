using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.BadInput;

public sealed class QueryTests : AppTest
{
    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit", "limit")]
    [InlineData("limit=+5", "limit")]
    [InlineData("limit=%2B5", "limit")]
    [InlineData("limit=5%20", "limit")]
    [InlineData("limit=0x5", "limit")]
    [InlineData("limit=%D9%A3", "limit")]
    [InlineData("limit=1e1", "limit")]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=abc", "page")]
    [InlineData("page=1.5", "page")]
    [InlineData("page=99999999999999999999", "page")]
    [InlineData("page=", "page")]
    [InlineData("after=-1", "after")]
    [InlineData("after=abc", "after")]
    [InlineData("after=1.5", "after")]
    [InlineData("after=9007199254740992", "after")]
    [InlineData("after=99999999999999999999", "after")]
    [InlineData("after=", "after")]
    [InlineData("type=Dog", "type")]
    [InlineData("type=unicorn", "type")]
    [InlineData("type=0", "type")]
    [InlineData("type=", "type")]
    [InlineData("type=dog,cat", "type")]
    [InlineData("order=newest", "order")]
    [InlineData("order=DESC", "order")]
    [InlineData("order=", "order")]
    [InlineData("order=asc&order=asc", "order")]
    [InlineData("limit=1&limit=1", "limit")]
    [InlineData("page=1&page=2", "page")]
    [InlineData("after=1&after=1", "after")]
    [InlineData("type=dog&type=cat", "type")]
    public async Task A_wrong_parameter_is_refused_by_name(string query, string parameter)
    {
        (await App.GetAsync($"/pets?{query}")).Problem(400, parameter);
    }

    [Fact]
    public async Task Page_and_after_exclude_each_other()
    {
        (await App.GetAsync("/pets?page=1&after=1")).Problem(400);
    }

    [Fact]
    public async Task Every_wrong_parameter_is_named()
    {
        var errors = (await App.GetAsync("/pets?limit=0&type=Dog&page=x")).Problem(400).GetProperty("errors");

        Assert.Equal(["limit", "page", "type"], errors.EnumerateObject().Select(error => error.Name).Order());
    }

    [Theory]
    [InlineData("colour=red")]
    [InlineData("colour=red&colour=blue")]
    [InlineData("&&=&=x&%00=1")]
    [InlineData("%ZZ=%")]
    public async Task An_unknown_parameter_is_ignored(string query)
    {
        Assert.Equal([1, 2, 3], (await Wire.SendAsync(App.Address, "GET", $"/pets?{query}")).Ids);
    }

    [Fact]
    public async Task Ten_thousand_parameters_are_a_client_error_and_the_app_keeps_serving()
    {
        var query = string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"p{i}={i}"));

        Assert.InRange((await Wire.SendAsync(App.Address, "GET", $"/pets?{query}")).Status, 400, 499);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }
}
