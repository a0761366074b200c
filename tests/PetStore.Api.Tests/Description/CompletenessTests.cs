using System.Text.Json;

namespace PetStore.Api.Tests.Description;

public sealed class CompletenessTests
{
    public static TheoryData<string, string> Operations =>
        [.. ApiDescription.Operations.Select(operation => (operation.Method, operation.Path))];

    [Fact]
    public void Every_route_of_the_contract_is_described()
    {
        Assert.Superset(
            (HashSet<string>)[
                "get /pets", "get /pets/export", "post /pets", "get /pets/{petId}", "put /pets/{petId}", "delete /pets/{petId}", "get /health/live", "get /health/ready"],
            ApiDescription.Operations.Select(operation => $"{operation.Method} {operation.Path}").ToHashSet());
    }

    [Fact]
    public void The_version_is_3_and_the_servers_are_relative()
    {
        Assert.Matches(@"^3\.(0|1)\.\d$", ApiDescription.Document.GetProperty("openapi").GetString());
        Assert.All(
            ApiDescription.Document.GetProperty("servers").EnumerateArray(),
            server => Assert.False(Uri.TryCreate(server.GetProperty("url").GetString(), UriKind.Absolute, out var uri) && uri.Scheme != "file"));
    }

    [Fact]
    public void Operation_ids_are_distinct()
    {
        Assert.Distinct(ApiDescription.Operations.Select(operation => operation.Operation.GetProperty("operationId").GetString()));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_has_its_name_its_summary_and_all_its_responses(string method, string path)
    {
        var operation = Operation(method, path);
        Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
        Assert.NotEmpty(operation.GetProperty("summary").GetString()!);

        foreach (var response in operation.GetProperty("responses").EnumerateObject())
        {
            var answer = ApiDescription.Resolve(response.Value);
            Assert.NotEmpty(answer.GetProperty("description").GetString()!);
            Assert.True(answer.TryGetProperty("content", out var content) || response.Name is "204" or "304", $"{response.Name} has no content.");
            if (response.Name[0] is '4' or '5' && path != "/")
                Assert.Equal(["application/problem+json"], content.EnumerateObject().Select(media => media.Name));
        }
    }

    [Theory]
    [InlineData("get", "/pets", "200 400 503")]
    [InlineData("get", "/pets/export", "200 400 503")]
    [InlineData("post", "/pets", "201 400 403 408 413 415 422 503")]
    [InlineData("get", "/pets/{petId}", "200 304 400 404 412 503")]
    [InlineData("put", "/pets/{petId}", "200 400 403 404 408 412 413 415 503")]
    [InlineData("delete", "/pets/{petId}", "204 400 403 404 412 503")]
    [InlineData("get", "/health/ready", "200 503")]
    public void The_statuses_of_the_contract_are_described(string method, string path, string statuses)
    {
        Assert.Superset(
            statuses.Split(' ').ToHashSet(),
            Operation(method, path).GetProperty("responses").EnumerateObject().Select(response => response.Name).ToHashSet());
    }

    [Theory]
    [InlineData("get", "/pets", "200", "Link")]
    [InlineData("post", "/pets", "201", "Location")]
    [InlineData("post", "/pets", "201", "ETag")]
    [InlineData("get", "/pets/{petId}", "200", "ETag")]
    [InlineData("get", "/pets/{petId}", "304", "ETag")]
    [InlineData("put", "/pets/{petId}", "200", "ETag")]
    [InlineData("post", "/pets", "415", "Accept-Encoding")]
    [InlineData("put", "/pets/{petId}", "415", "Accept-Encoding")]
    public void The_headers_of_an_answer_are_described(string method, string path, string status, string header)
    {
        var described = ApiDescription.Resolve(Operation(method, path).GetProperty("responses").GetProperty(status)).GetProperty("headers").GetProperty(header);

        Assert.True(ApiDescription.Resolve(described).TryGetProperty("schema", out _));
        Assert.NotEmpty(ApiDescription.Resolve(described).GetProperty("description").GetString()!);
    }

    [Theory]
    [InlineData("get", "/pets", "limit", "query")]
    [InlineData("get", "/pets", "order", "query")]
    [InlineData("get", "/pets/export", "type", "query")]
    [InlineData("get", "/pets", "page", "query")]
    [InlineData("get", "/pets", "after", "query")]
    [InlineData("get", "/pets", "type", "query")]
    [InlineData("post", "/pets", "Idempotency-Key", "header")]
    [InlineData("get", "/pets/{petId}", "If-None-Match", "header")]
    [InlineData("put", "/pets/{petId}", "If-Match", "header")]
    [InlineData("delete", "/pets/{petId}", "If-Match", "header")]
    [InlineData("get", "/pets/{petId}", "petId", "path")]
    public void The_parameters_are_described(string method, string path, string name, string place)
    {
        var parameter = Assert.Single(Parameters(method, path), parameter => parameter.GetProperty("name").GetString() == name);

        Assert.Equal(place, parameter.GetProperty("in").GetString());
        Assert.NotEmpty(parameter.GetProperty("description").GetString()!);
        Assert.True(parameter.TryGetProperty("schema", out _));
    }

    [Fact]
    public void Ranges_are_described()
    {
        var limit = Parameters("get", "/pets").Single(parameter => parameter.GetProperty("name").GetString() == "limit").GetProperty("schema");
        Assert.Equal((1, 100, 20), (Number(limit, "minimum"), Number(limit, "maximum"), Number(limit, "default")));

        var page = Parameters("get", "/pets").Single(parameter => parameter.GetProperty("name").GetString() == "page").GetProperty("schema");
        Assert.False(page.TryGetProperty("default", out _), "Tools send defaults, and page cannot be combined with after.");

        var id = Parameters("get", "/pets/{petId}").Single(parameter => parameter.GetProperty("in").GetString() == "path").GetProperty("schema");
        Assert.Equal((1, 9007199254740991, "int64"), (Number(id, "minimum"), Number(id, "maximum"), id.GetProperty("format").GetString()));

        var price = Schema("NewPet").GetProperty("properties").GetProperty("price");
        Assert.Equal((0, 1_000_000), (Number(price, "minimum"), Number(price, "maximum")));
    }

    [Theory]
    [InlineData("NewPet", "price type")]
    [InlineData("Pet", "id price type")]
    [InlineData("NewPetResponse", "message pet")]
    public void Models_are_closed_and_all_their_members_required(string name, string members)
    {
        var schema = Schema(name);

        Assert.Equal(members.Split(' '), schema.GetProperty("required").EnumerateArray().Select(member => member.GetString()!).Order());
        Assert.Equal(members.Split(' '), schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(JsonValueKind.False, schema.GetProperty("additionalProperties").ValueKind);
    }

    [Fact]
    public void The_types_of_pets_are_an_enumeration()
    {
        Assert.Equal(
            ["dog", "cat", "fish", "bird", "gecko"],
            Schema("PetType").GetProperty("enum").EnumerateArray().Select(type => type.GetString()));
    }

    [Fact]
    public void Kiota_exceptions_have_the_detail_as_their_message()
    {
        Assert.True(Schema("Problem").GetProperty("properties").GetProperty("detail").GetProperty("x-ms-primary-error-message").GetBoolean());
    }

    private static JsonElement Operation(string method, string path) =>
        ApiDescription.Operations.Single(operation => (operation.Method, operation.Path) == (method, path)).Operation;

    private static IEnumerable<JsonElement> Parameters(string method, string path) =>
        Operation(method, path).GetProperty("parameters").EnumerateArray().Select(ApiDescription.Resolve);

    private static JsonElement Schema(string name) =>
        ApiDescription.Document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private static decimal Number(JsonElement schema, string keyword) => schema.GetProperty(keyword).GetDecimal();
}
