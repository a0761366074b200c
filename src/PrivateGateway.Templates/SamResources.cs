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
/// <c>ApiStage</c> (for a version and a deployment the logical id ends in a hash, so that nobody can write it).
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

    public static GeneratedResource? Find(IReadOnlyDictionary<string, JsonObject> resources, string name)
    {
        foreach (var (ownerType, part, type) in Generated)
        {
            foreach (var (id, resource) in resources)
            {
                if (resource["Type"]!.ToString() == ownerType && IsNamed(id, resource, part, name))
                    return new GeneratedResource(id, part, type);
            }
        }

        return null;
    }

    /// <summary>
    /// The resource that a written property ends up in. It matters for the order of creation: an API's stage may name a log group
    /// that names the API, without a circle.
    /// </summary>
    public static string NodeOf(string id, string type, string[] property) => (type, property) switch
    {
        ("AWS::Serverless::Api", ["StageName" or "AccessLogSetting" or "MethodSettings" or "Variables" or "CanarySetting", ..]) => $"{id}.Stage",
        ("AWS::Serverless::Api", ["Domain", ..]) => $"{id}.DomainName",
        ("AWS::Serverless::Api", ["Auth", "UsagePlan", ..]) => $"{id}.UsagePlan",
        ("AWS::Serverless::Function", ["Policies" or "AssumeRolePolicyDocument" or "PermissionsBoundary", ..]) => $"{id}.Role",
        ("AWS::Serverless::Function", ["Events", ..]) => $"{id}.Events",
        ("AWS::Serverless::Function", ["AutoPublishAlias" or "ProvisionedConcurrencyConfig" or "DeploymentPreference", ..]) => $"{id}.Alias",
        _ => id,
    };

    private static bool IsNamed(string owner, JsonObject resource, string part, string name) =>
        name == $"{owner}.{part}"
        || (part is "UsagePlan" or "UsagePlanKey" or "ApiKey" or "Role" && name == $"{owner}{part}")
        || (part == "Stage" && resource["Properties"]?["StageName"] is JsonValue stage && name == $"{owner}{stage}Stage")
        || (part == "Alias" && resource["Properties"]?["AutoPublishAlias"] is JsonValue alias && name == $"{owner}Alias{alias}");
}
