using System.Text;
using PetStore.Api.Tests.Http;
using PetStore.Testing;

namespace PetStore.Api.Tests.BadInput;

public sealed class BodyTests : AppTest
{
    private const string Pet = """{"type":"cat","price":5}""";

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[" + Pet + "]")]
    [InlineData("\"x\"")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("{")]
    [InlineData("""{"type":"cat","price":5""")]
    [InlineData("""{"type":"cat","price":""")]
    [InlineData("""{"type":"ca""")]
    [InlineData(Pet + Pet)]
    [InlineData(Pet + " x")]
    [InlineData(Pet + ",")]
    [InlineData("""{"type":"cat","price":5,}""")]
    [InlineData("""{"type":"cat"/**/,"price":5}""")]
    [InlineData("""{'type':'cat','price':5}""")]
    [InlineData("""{"type":"cat","price":NaN}""")]
    [InlineData("""{"type":"cat","price":05}""")]
    [InlineData("""{"type":"cat","price":+5}""")]
    [InlineData("""{"type":"cat","price":.5}""")]
    [InlineData("""{"type":"\ud800","price":5}""")]
    [InlineData("\uFEFF" + Pet)]
    public async Task A_body_that_is_not_a_json_object_is_refused(string body)
    {
        (await App.PostAsync(body)).Problem(400);
        (await App.PutAsync("/pets/1", body)).Problem(400);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData("""{"price":5}""", "type")]
    [InlineData("""{"type":null,"price":5}""", "type")]
    [InlineData("""{"type":1,"price":5}""", "type")]
    [InlineData("""{"type":"0","price":5}""", "type")]
    [InlineData("""{"type":"Dog","price":5}""", "type")]
    [InlineData("""{"type":"unicorn","price":5}""", "type")]
    [InlineData("""{"type":"dog,cat","price":5}""", "type")]
    [InlineData("""{"type":" dog","price":5}""", "type")]
    [InlineData("""{"type":"","price":5}""", "type")]
    [InlineData("""{"type":["dog"],"price":5}""", "type")]
    [InlineData("""{"type":{"dog":1},"price":5}""", "type")]
    [InlineData("""{"type":"dog","type":"dog","price":5}""", "type")]
    [InlineData("""{"type":"dog"}""", "price")]
    [InlineData("""{"type":"dog","price":null}""", "price")]
    [InlineData("""{"type":"dog","price":"5"}""", "price")]
    [InlineData("""{"type":"dog","price":true}""", "price")]
    [InlineData("""{"type":"dog","price":[5]}""", "price")]
    [InlineData("""{"type":"dog","price":"NaN"}""", "price")]
    [InlineData("""{"type":"dog","price":-1}""", "price")]
    [InlineData("""{"type":"dog","price":-0.01}""", "price")]
    [InlineData("""{"type":"dog","price":0.001}""", "price")]
    [InlineData("""{"type":"dog","price":1.005}""", "price")]
    [InlineData("""{"type":"dog","price":1000000.01}""", "price")]
    [InlineData("""{"type":"dog","price":1e30}""", "price")]
    [InlineData("""{"type":"dog","price":1e-30}""", "price")]
    [InlineData("""{"type":"dog","price":1e999999999999}""", "price")]
    [InlineData("""{"type":"dog","price":1e-999999999999}""", "price")]
    [InlineData("""{"type":"dog","price":0.990000000000000000000000000000000000000001}""", "price")]
    [InlineData("""{"type":"dog","price":1,"price":1}""", "price")]
    [InlineData("""{"type":"dog","price":1,"name":"Rex"}""", "name")]
    [InlineData("""{"type":"dog","price":1,"id":7}""", "id")]
    [InlineData("""{"type":"dog","price":1,"Price":1}""", "Price")]
    public async Task A_wrong_member_is_refused_by_name(string body, string field)
    {
        (await App.PostAsync(body)).Problem(400, field);
        (await App.PutAsync("/pets/1", body)).Problem(400, field);
        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":null,"price":null}""")]
    [InlineData("""{"type":"unicorn","price":-1}""")]
    public async Task Every_wrong_member_is_named(string body)
    {
        var errors = (await App.PostAsync(body)).Problem(400).GetProperty("errors");

        Assert.Equal(["price", "type"], errors.EnumerateObject().Select(error => error.Name).Order());
    }

    [Fact]
    public async Task The_detail_names_every_wrong_member_too()
    {
        var detail = (await App.PostAsync("""{"price":-1,"name":"Rex"}""")).Problem(400).GetProperty("detail").GetString();

        Assert.Equal(
            "price must be a number from 0 to 1000000 with at most two decimals; name is not a member of a new pet; type is required.",
            detail);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("0.9")]
    [InlineData("1e-")]
    public async Task A_price_of_200_digits_is_refused(string start)
    {
        (await App.PostAsync($$"""{"type":"dog","price":{{start}}{{new string('9', 200)}}}""")).Problem(400, "price");
    }

    [Theory]
    [InlineData("{\"type\":", "}")]
    [InlineData("{\"x\":", "}")]
    [InlineData("[", "]")]
    public async Task Nesting_1000_deep_is_refused(string open, string close)
    {
        var body = string.Concat(Enumerable.Repeat(open, 1000)) + "1" + string.Concat(Enumerable.Repeat(close, 1000));

        var reason = (await App.PostAsync(body)).Problem(400).GetProperty("errors").GetProperty("body")[0].GetString();

        Assert.Contains("64 levels", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public async Task Invalid_utf8_is_refused(byte[] bytes)
    {
        byte[] body = [.. "{\"type\":\"cat"u8, .. bytes, .. "\",\"price\":5}"u8];
        string[] headers = ["Content-Type: application/json", $"Content-Length: {body.Length}"];

        (await Wire.SendAsync(App.Address, "POST", "/pets", headers, body)).Problem(400);
    }

    [Fact]
    public async Task A_body_that_ends_early_creates_nothing()
    {
        var request = $"POST /pets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {Pet.Length + 1}\r\n\r\n{Pet}";
        await RawHttp.SendAndDisconnectAsync(App.Address, Encoding.ASCII.GetBytes(request));

        Assert.Equal([1, 2, 3], (await App.GetAsync("/pets")).Ids);
    }
}
