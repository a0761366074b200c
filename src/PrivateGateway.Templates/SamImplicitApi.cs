using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>The API that SAM makes for events that name none: ServerlessRestApi, with the stage Prod.</summary>
internal static class SamImplicitApi
{
    public const string LogicalId = "ServerlessRestApi";

    /// <summary>Adds the API where an event needs it, and sets it in those events.</summary>
    public static void Apply(JsonObject resources)
    {
        var needed = false;
        foreach (var owner in resources.Select(r => r.Value).OfType<JsonObject>().Where(r => r["Type"]?.ToString() is "AWS::Serverless::Function" or "AWS::Serverless::StateMachine"))
        {
            foreach (var written in ((owner["Properties"] as JsonObject)?["Events"] as JsonObject ?? []).Select(e => e.Value).OfType<JsonObject>())
            {
                if (written["Type"]?.ToString() != "Api" || written["Properties"] is not JsonObject properties || properties["RestApiId"] is not null)
                    continue;

                properties["RestApiId"] = new JsonObject { ["Ref"] = LogicalId };
                needed = true;
            }
        }

        if (needed && !resources.ContainsKey(LogicalId))
            resources[LogicalId] = new JsonObject { ["Type"] = "AWS::Serverless::Api", ["Properties"] = new JsonObject { ["StageName"] = "Prod" } };
    }
}
