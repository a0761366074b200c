using System.Text.Json.Nodes;

namespace PetStore.PrivateGateway.Policy;

/// <summary>Policy JSON to a checked policy.</summary>
internal static class PolicyReader
{
    /// <param name="apiArn">What <c>execute-api:/</c> is short for in Resource; null where it cannot be used.</param>
    /// <exception cref="PolicyException">With the place of the fault.</exception>
    public static PolicyDocument Read(JsonNode policy, string? apiArn)
    {
        _ = apiArn;
        return policy["Statement"] is JsonArray statements
            ? new PolicyDocument([.. statements.Select(statement => new PolicyStatement(statement?["Sid"]?.ToString()))])
            : throw new PolicyException(["Statement"], "A policy needs statements.");
    }
}
