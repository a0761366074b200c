using System.Text.Json;

namespace PetStore.Api.Tests.Description;

public sealed class ExampleTests
{
    [Fact]
    public void Every_body_has_examples_that_match_its_schema()
    {
        foreach (var (at, media) in Bodies())
        {
            var examples = Examples(media).ToList();
            Assert.True(examples.Count > 0, $"{at} has no example.");
            Assert.All(examples, example => Tests.Schema.AssertValid(example, media.GetProperty("schema"), at));
        }
    }

    [Fact]
    public void An_errors_example_has_its_status()
    {
        var errors = Bodies().Where(body => body.Media.GetProperty("schema").GetRawText().Contains("/Problem\"", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Equal(error.At.Split(' ')[^1], $"{Examples(error.Media).Single().GetProperty("status").GetInt32()}"));
    }

    private static IEnumerable<(string At, JsonElement Media)> Bodies() =>
        from operation in ApiDescription.Operations
        from body in BodiesOf(operation.Operation)
        from media in body.Content.EnumerateObject()
        where media.Name is "application/json" or "application/problem+json" && media.Value.TryGetProperty("schema", out _)
        select ($"{operation.Method} {operation.Path} {body.At}", media.Value);

    private static IEnumerable<(string At, JsonElement Content)> BodiesOf(JsonElement operation)
    {
        if (operation.TryGetProperty("requestBody", out var request))
            yield return ("request", ApiDescription.Resolve(request).GetProperty("content"));

        foreach (var response in operation.GetProperty("responses").EnumerateObject())
        {
            if (ApiDescription.Resolve(response.Value).TryGetProperty("content", out var content))
                yield return (response.Name, content);
        }
    }

    private static IEnumerable<JsonElement> Examples(JsonElement media)
    {
        if (media.TryGetProperty("example", out var example))
            return [example];
        if (media.TryGetProperty("examples", out var examples))
            return examples.EnumerateObject().Select(one => ApiDescription.Resolve(one.Value).GetProperty("value"));

        // A schema's own example stands for the bodies that use it, and an item's for the list.
        var schema = ApiDescription.Resolve(media.GetProperty("schema"));
        return schema.TryGetProperty("example", out var own) ? [own]
            : schema.TryGetProperty("items", out var items) && ApiDescription.Resolve(items).TryGetProperty("example", out var item)
            ? [JsonElement.Parse($"[{item.GetRawText()}]")]
            : [];
    }
}
