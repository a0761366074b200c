using System.Text.Json;
using System.Text.RegularExpressions;

namespace PetStore.Api.Tests.Http;

/// <summary>A complete response.</summary>
internal sealed record Answer(int Status, ILookup<string, string> Headers, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string? ContentType => Header("Content-Type");

    /// <summary>The ids of a list, in its order.</summary>
    public IReadOnlyList<long> Ids => [.. Json.EnumerateArray().Select(pet => pet.GetProperty("id").GetInt64())];

    /// <summary>A header's value, with repeated lines joined (RFC 9110, section 5.3); null if it is absent.</summary>
    public string? Header(string name) =>
        Headers.Contains(name) ? string.Join(", ", Headers[name]) : null;

    /// <summary>Asserts that the answer is a problem (RFC 9457) with this status, in full.</summary>
    public JsonElement Problem(int status)
    {
        Assert.True(status == Status, $"Expected {status}, got {Status}: {Body}");
        Assert.Equal("application/problem+json", ContentType?.Split(';')[0]);
        var problem = Json;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.Equal(Header("X-Request-Id"), problem.GetProperty("requestId").GetString());
        return problem;
    }

    /// <summary>Asserts that the response is a problem that names this field alone, with a reason.</summary>
    public void Problem(int status, string field)
    {
        var errors = Problem(status).GetProperty("errors").EnumerateObject().ToList();
        Assert.Equal(field, Assert.Single(errors).Name);
        Assert.All(errors[0].Value.EnumerateArray(), reason => Assert.NotEmpty(reason.GetString()!));
    }

    /// <summary>The target of <c>Link: &lt;...&gt;; rel="next"</c> (RFC 8288), or null.</summary>
    public string? Next => Linked("next");

    /// <summary>The target of <c>Link: &lt;...&gt;; rel="first"</c>, or null.</summary>
    public string? First => Linked("first");

    private string? Linked(string relation)
    {
        if (Header("Link") is not { } header)
            return null;

        Assert.Matches("^(<[^>]+>; rel=\"[a-z]+\"(, |$))+$", header);
        return Regex.Match(header, $"<([^>]+)>; rel=\"{relation}\"") is { Success: true } link ? link.Groups[1].Value : null;
    }
}
