using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>A resource that SAM makes from one of the template's: its type, and the written resource that it comes from.</summary>
internal sealed record GeneratedResource(string Owner, string Part, string Type)
{
    public string Name => $"{Owner}.{Part}";

    /// <summary>The owner's property that names the generated resource.</summary>
    public string NameProperty(string property) => (Type, property) switch
    {
        ("AWS::Lambda::Alias", "Name") => "AutoPublishAlias",
        _ => property,
    };
}

/// <summary>
/// Names of generated resources, in the two spellings that SAM's documentation gives: <c>Api.Stage</c>, and the logical id,
/// <c>ApiStage</c> or, for a literal stage name, <c>Apiv1Stage</c>. (A version's and a deployment's logical id ends in a hash,
/// so that nobody can write it.)
/// </summary>
internal static class SamResources
{
    private static readonly (string OwnerType, string Part, string Type)[] Generated =
    [
        ("AWS::Serverless::Api", "Stage", "AWS::ApiGateway::Stage"),
        ("AWS::Serverless::Api", "Deployment", "AWS::ApiGateway::Deployment"),
        ("AWS::Serverless::Api", "DomainName", "AWS::ApiGateway::DomainName"),
        ("AWS::Serverless::Api", "UsagePlan", "AWS::ApiGateway::UsagePlan"),
        ("AWS::Serverless::Api", "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey"),
        ("AWS::Serverless::Api", "ApiKey", "AWS::ApiGateway::ApiKey"),
        ("AWS::Serverless::Function", "Alias", "AWS::Lambda::Alias"),
        ("AWS::Serverless::Function", "Version", "AWS::Lambda::Version"),
        ("AWS::Serverless::Function", "Role", "AWS::IAM::Role"),
    ];

    /// <returns>Null where the template itself has a resource of this name, or SAM makes none.</returns>
    public static GeneratedResource? Find(JsonObject resources, string name)
    {
        if (resources.ContainsKey(name))
            return null;

        foreach (var (ownerType, part, type) in Generated)
        {
            foreach (var (id, resource) in resources)
            {
                if (name.StartsWith(id, StringComparison.Ordinal)
                    && resource is JsonObject && resource["Type"]?.ToString() == ownerType && IsNamed(id, resource, part, name))
                    return new GeneratedResource(id, part, type);
            }
        }

        return null;
    }

    private static bool IsNamed(string owner, JsonNode resource, string part, string name) =>
        name == $"{owner}.{part}"
        || (part is "UsagePlan" or "UsagePlanKey" or "ApiKey" or "Role" && name == $"{owner}{part}")
        || (part == "Stage" && name == $"{owner}{LiteralOf(resource, "StageName")}Stage")
        || (part == "Alias" && LiteralOf(resource, "AutoPublishAlias") is { } alias && name == $"{owner}Alias{alias}");

    private static string? LiteralOf(JsonNode resource, string property) => (resource["Properties"]?[property] as JsonValue)?.ToString();
}
