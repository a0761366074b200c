using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>Methods that SAM makes from the Api events of functions.</summary>
internal static class SamEventMethods
{
    public static List<PlacedMethod> Read(ApiContext api, SamAuth auth)
    {
        api.Template.Obstacles.Each<SamEvent, PlacedMethod>(SamEvents.OfStateMachines(api), written => throw new TemplateException(
            written.Path, "The event puts a state machine behind a method; the gateway supports no AWS service but Lambda there. Give its resource a Condition that is false in local runs."));
        return api.Template.Obstacles.Each(SamEvents.Of(api), written => Read(api, auth, written));
    }

    private static PlacedMethod Read(ApiContext api, SamAuth auth, SamEvent written)
    {
        PropertyTable.Check(api.Template, "AWS::Serverless::Function.Events.Api", written.Properties);
        PropertyTable.Check(api.Template, "AWS::Serverless::Function.Events.Api.Auth", written.Properties["Auth"]);
        return new PlacedMethod(
            MethodReader.Make(written.ResourcePath, written.HttpMethod, auth.Of(written), Integration(api.Template, written)) with
            {
                Validation = ValidationReader.OfEvent(api, written.Properties),
            },
            written.Path,
            written.ResourcePath);
    }

    /// <summary>The invocation path of the function, or of its alias where it publishes one.</summary>
    private static TemplateNode Integration(ResolvedTemplate template, SamEvent written)
    {
        var properties = written.Properties;
        var mode = properties["ResponseTransferMode"].Text;
        var alias = written.Function.Properties["AutoPublishAlias"].Text is { } name ? $":{name}" : "";
        var (version, action) = mode == "STREAM" ? ("2021-11-15", "response-streaming-invocations") : ("2015-03-31", "invocations");
        var arn = ResourceTypes.GetAtt(template.Identify(written.Function), "Arn");
        return new(properties.Path, new JsonObject
        {
            ["type"] = "aws_proxy",
            ["uri"] = $"arn:{template.Pseudo.Partition}:apigateway:{template.Pseudo.Region}:lambda:path/{version}/functions/{arn}{alias}/{action}",
            ["timeoutInMillis"] = properties["TimeoutInMillis"].Value?.DeepClone(),
            ["responseTransferMode"] = mode,
        });
    }
}
