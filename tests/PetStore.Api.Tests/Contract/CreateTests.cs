using System.Globalization;

namespace PetStore.Api.Tests.Contract;

public sealed class CreateTests : AppTest
{
    [Fact]
    public async Task Creating_a_pet_returns_the_pet_and_its_location()
    {
        var answer = await App.PostAsync("""{"type":"bird","price":19.99}""");

        Assert.Equal(201, answer.Status);
        Assert.Equal("""{"pet":{"id":4,"type":"bird","price":19.99},"message":"success"}""", answer.Body);
        var pet = await App.GetAsync(new Uri(App.Address, answer.Header("Location")).PathAndQuery);
        Assert.Equal("""{"id":4,"type":"bird","price":19.99}""", pet.Body);
        Assert.Equal(answer.Header("ETag"), pet.Header("ETag"));
    }

    [Theory]
    [InlineData("dog")]
    [InlineData("cat")]
    [InlineData("fish")]
    [InlineData("bird")]
    [InlineData("gecko")]
    public async Task Every_type_can_be_created(string type)
    {
        var answer = await App.PostAsync($$"""{"type":"{{type}}","price":1}""");

        Assert.Equal(type, answer.Json.GetProperty("pet").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.99", "0.99")]
    [InlineData("1e2", "100")]
    [InlineData("1E+2", "100")]
    [InlineData("12345e-2", "123.45")]
    [InlineData("1000000", "1000000")]
    [InlineData("1000000.00", "1000000")]
    [InlineData("249.990", "249.99")]
    [InlineData("0.01000000000000000000000000", "0.01")]
    [InlineData("999999.99", "999999.99")]
    public async Task A_price_is_kept_exactly(string spelling, string price)
    {
        var answer = await App.PostAsync($$"""{"type":"dog","price":{{spelling}}}""");

        Assert.Equal(201, answer.Status);
        Assert.Equal(
            decimal.Parse(price, CultureInfo.InvariantCulture),
            (await App.GetAsync("/pets/4")).Json.GetProperty("price").GetDecimal());
        Assert.Equal(decimal.Parse(price, CultureInfo.InvariantCulture), answer.Json.GetProperty("pet").GetProperty("price").GetDecimal());
    }

    [Theory]
    [InlineData("""{"price":5,"type":"cat"}""")]
    [InlineData(" \r\n\t{ \"type\" : \"cat\" , \"price\" : 5 } \n")]
    [InlineData("""{"\u0074ype":"c\u0061t","price":5}""")]
    public async Task Any_form_of_the_same_json_is_accepted(string body)
    {
        var answer = await App.PostAsync(body);

        Assert.Equal("""{"pet":{"id":4,"type":"cat","price":5},"message":"success"}""", answer.Body);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("Application/JSON")]
    public async Task Any_valid_form_of_the_json_media_type_is_accepted(string contentType)
    {
        Assert.Equal(201, (await App.PostAsync("""{"type":"cat","price":5}""", ("Content-Type", contentType))).Status);
    }

    [Fact]
    public async Task Ids_ascend_and_are_never_reused()
    {
        Assert.Equal([4, 5, 6], await App.CreateAsync(3));
        await App.DeleteAsync("/pets/6");
        await App.DeleteAsync("/pets/5");

        Assert.Equal([7], await App.CreateAsync(1));
    }

    [Fact]
    public async Task A_body_of_64_KiB_is_accepted()
    {
        var body = """{"type":"cat","price":5}""";

        Assert.Equal(201, (await App.PostAsync(body + new string(' ', 64 * 1024 - body.Length))).Status);
    }
}
