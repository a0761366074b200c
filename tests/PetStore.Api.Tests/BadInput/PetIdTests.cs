using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.BadInput;

public sealed class PetIdTests : AppTest
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("1.0")]
    [InlineData("1e0")]
    [InlineData("+1")]
    [InlineData("%2B1")]
    [InlineData("%201")]
    [InlineData("1%20")]
    [InlineData("0x1")]
    [InlineData("1,000")]
    [InlineData("9007199254740992")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999")]
    [InlineData("1%2F2")]
    [InlineData("%D9%A3")]
    public async Task An_id_that_is_not_an_integer_from_1_to_2_to_the_53_is_refused(string id)
    {
        string[] headers = ["Content-Type: application/json", "Content-Length: 24"];

        (await Wire.SendAsync(App.Address, "GET", $"/pets/{id}")).Problem(400);
        (await Wire.SendAsync(App.Address, "DELETE", $"/pets/{id}")).Problem(400);
        (await Wire.SendAsync(App.Address, "PUT", $"/pets/{id}", headers, """{"type":"cat","price":5}"""u8.ToArray())).Problem(400);
    }

    [Fact]
    public async Task A_digit_may_be_percent_encoded()
    {
        var answer = await Wire.SendAsync(App.Address, "GET", "/pets/%31");

        Assert.Equal((200, """{"id":1,"type":"dog","price":249.99}"""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_path_that_is_not_valid_in_a_url_is_refused()
    {
        Assert.Equal(400, (await Wire.SendAsync(App.Address, "GET", "/pets/٣")).Status);
        Assert.Equal(400, (await Wire.SendAsync(App.Address, "GET", "/pets/1%00")).Status);
    }

    [Fact]
    public async Task The_error_names_the_id()
    {
        (await App.GetAsync("/pets/abc")).Problem(400, "petId");
    }
}
