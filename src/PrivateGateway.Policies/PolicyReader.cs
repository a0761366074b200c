using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateGateway.Policies;

/// <summary>What a policy is attached to: this decides how long it may be and what <c>execute-api:/...</c> means in it.</summary>
public sealed class PolicyPlace
{
    private PolicyPlace(Func<string, string>? expand, int maximumLength, bool countsWhiteSpace = false) =>
        (Expand, MaximumLength, CountsWhiteSpace) = (expand, maximumLength, countsWhiteSpace);

    /// <summary>A VPC endpoint. Its policy does not belong to one API, so resources are full ARNs or <c>*</c>.</summary>
    /// <remarks>https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html: the length includes white space.</remarks>
    public static PolicyPlace VpcEndpoint { get; } = new(null, 20_480, countsWhiteSpace: true);

    /// <summary>Expands the text after <c>execute-api:/</c> to the full ARN; null where the short form has no meaning.</summary>
    internal Func<string, string>? Expand { get; }

    /// <summary>In characters.</summary>
    internal int MaximumLength { get; }

    internal bool CountsWhiteSpace { get; }

    /// <summary>A REST API.</summary>
    /// <param name="arn"><c>arn:aws:execute-api:region:account:api-id</c>.</param>
    public static PolicyPlace Api(string arn) => new(rest => $"{arn}/{rest}", 8_192);

    /// <summary>A private custom domain.</summary>
    /// <param name="arn"><c>arn:aws:execute-api:region:account:/domainnames/name+id</c>.</param>
    /// <remarks>AWS does not document what <c>execute-api:/*</c> means here; it is assumed to be the domain itself.</remarks>
    public static PolicyPlace Domain(string arn) => new(rest => rest == "*" ? arn : $"{arn}/{rest}", 8_192);
}

/// <summary>Reads policy JSON into a checked policy.</summary>
internal static class PolicyReader
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <param name="policy">A JSON object, or a string that contains one.</param>
    /// <param name="lineOf">Maps a statement's path in the policy to its line in the file; null without a file.</param>
    /// <exception cref="PolicyException">AWS would refuse the policy, or the evaluator does not know something in it.</exception>
    public static PolicyDocument Read(JsonNode policy, PolicyPlace place, Func<IReadOnlyList<string>, int>? lineOf = null)
    {
        var text = policy is JsonValue value && value.TryGetValue(out string? written) ? written : null;
        var document = (text is null ? policy : Parse(text)) as JsonObject ?? throw new PolicyException([], "A policy must be a JSON object.");
        if (document.Select(p => p.Key).FirstOrDefault(key => key is not ("Version" or "Id" or "Statement")) is { } unknown)
            throw new PolicyException([unknown], $"Unknown element {unknown}: a policy has Version, Id and Statement.");

        var version = document["Version"]?.ToString() ?? "2008-10-17";
        if (version is not ("2012-10-17" or "2008-10-17"))
            throw new PolicyException(["Version"], "The Version must be 2012-10-17 or 2008-10-17.");

        var statements = document["Statement"] switch
        {
            JsonArray { Count: > 0 } many => many.Select((s, i) => ReadStatement(s, i, ["Statement", $"{i}"], version, place, lineOf)).ToList(),
            JsonObject one => [ReadStatement(one, 0, ["Statement"], version, place, lineOf)],
            _ => throw new PolicyException(["Statement"], "A policy needs at least one statement."),
        };
        var repeated = statements.Where(s => !string.IsNullOrEmpty(s.Sid)).GroupBy(s => s.Sid).FirstOrDefault(g => g.Count() > 1);
        if (repeated is not null)
            throw new PolicyException(["Statement"], $"Statement IDs (SID) in a single policy must be unique: '{repeated.Key}'.");

        // Assumed: CloudFormation sends a policy that is an object in the template without white space.
        var length = text is not null && place.CountsWhiteSpace ? text.Length : document.ToJsonString(Compact).Length;
        return length <= place.MaximumLength
            ? new PolicyDocument(statements)
            : throw new PolicyException([], $"The policy has {length} characters; the limit is {place.MaximumLength}.");
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw new PolicyException([], $"The policy is not valid JSON: {exception.Message}");
        }
    }

    private static PolicyStatement ReadStatement(
        JsonNode? node, int index, string[] at, string version, PolicyPlace place, Func<IReadOnlyList<string>, int>? lineOf)
    {
        var statement = node as JsonObject ?? throw new PolicyException(at, "A statement must be an object.");
        if (statement.Select(p => p.Key).FirstOrDefault(key => !Elements.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw new PolicyException([.. at, unknown], $"Unknown element {unknown} in a statement.");

        var effect = statement["Effect"]?.ToString() switch
        {
            "Allow" => PolicyEffect.Allow,
            "Deny" => PolicyEffect.Deny,
            var other => throw new PolicyException([.. at, "Effect"], $"The Effect must be Allow or Deny, not '{other}'."),
        };
        var variables = version == "2012-10-17";
        var reader = new ElementReader(statement, at);
        var principal = reader.OneOf("Principal", "NotPrincipal");
        if (principal == "NotPrincipal" && effect == PolicyEffect.Allow)
            throw new PolicyException([.. at, principal], "NotPrincipal must be used with Effect Deny; with Allow it is not supported.");

        var (action, resource) = (reader.OneOf("Action", "NotAction"), reader.OneOf("Resource", "NotResource"));
        return new PolicyStatement(
            index,
            statement["Sid"]?.ToString(),
            effect,
            new PrincipalElement(reader.Principals(principal), principal == "NotPrincipal"),
            new ActionElement(reader.Each(action, ReadAction), action == "NotAction"),
            new ResourceElement(reader.Each(resource, text => ReadResource(text, place, variables)), resource == "NotResource"),
            ConditionReader.Read(statement["Condition"], [.. at, "Condition"], variables),
            lineOf?.Invoke(at));
    }

    private static WildcardPattern ReadAction(string text) =>
        text == "*" || (text.Split(':') is [{ Length: > 0 } service, { Length: > 0 }] && service.All(c => char.IsAsciiLetterOrDigit(c) || c is '-'))
            ? WildcardPattern.Parse(text)
            : throw new FormatException($"'{text}' is neither an action (service:Action) nor *.");

    private static ResourcePattern ReadResource(string text, PolicyPlace place, bool variables)
    {
        const string Short = "execute-api:/";
        if (text.StartsWith(Short, StringComparison.Ordinal))
        {
            text = place.Expand is not null
                ? place.Expand(text[Short.Length..])
                : throw new FormatException($"'{text}' is short for an API's ARN, but the policy of a VPC endpoint does not belong to one API. Write the full ARN, or *.");
        }

        var pattern = ResourcePattern.Parse(text, variables);
        ConditionKeys.RequireKnown(pattern.Variables);
        return pattern;
    }
}
