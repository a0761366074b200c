using System.Text.Json.Nodes;

namespace PetStore.Benchmarks.Gateway;

/// <summary>A template of a private API whose route /pets a function answers, with as many other routes and as long a policy as wanted.</summary>
internal static class GatewayTemplate
{
    /// <param name="handler">The function's assembly.</param>
    /// <param name="policyLength">The policy grows to just below it; API Gateway's limit is 8,192.</param>
    public static JsonObject Create(string handler, int routes, int policyLength) => new()
    {
        ["Resources"] = new JsonObject
        {
            ["Api"] = new JsonObject
            {
                ["Type"] = "AWS::ApiGateway::RestApi",
                ["Properties"] = new JsonObject
                {
                    ["EndpointConfiguration"] = new JsonObject { ["Types"] = new JsonArray("PRIVATE") },
                    ["Policy"] = Policy(policyLength),
                    ["Body"] = new JsonObject { ["openapi"] = "3.0.1", ["paths"] = Paths(routes) },
                },
            },
            ["Stage"] = new JsonObject
            {
                ["Type"] = "AWS::ApiGateway::Stage",
                ["Properties"] = new JsonObject { ["RestApiId"] = Ref("Api"), ["DeploymentId"] = Ref("Deployment"), ["StageName"] = "v1" },
            },
            ["Deployment"] = new JsonObject { ["Type"] = "AWS::ApiGateway::Deployment", ["Properties"] = new JsonObject { ["RestApiId"] = Ref("Api") } },
            ["Function"] = new JsonObject
            {
                ["Type"] = "AWS::Lambda::Function",
                ["Properties"] = new JsonObject { ["Runtime"] = "dotnet10", ["Handler"] = handler, ["Role"] = "role", ["Code"] = new JsonObject { ["S3Bucket"] = "b", ["S3Key"] = "k" } },
            },
            ["Permission"] = new JsonObject
            {
                ["Type"] = "AWS::Lambda::Permission",
                ["Properties"] = new JsonObject { ["Action"] = "lambda:InvokeFunction", ["FunctionName"] = Ref("Function"), ["Principal"] = "apigateway.amazonaws.com" },
            },
        },
    };

    private static JsonObject Paths(int routes)
    {
        var paths = new JsonObject { ["/pets"] = Method() };
        for (var i = 1; i < routes; i++)
            paths[$"/collection{i}/{{id}}"] = Method();

        return paths;
    }

    private static JsonObject Method() => new()
    {
        ["get"] = new JsonObject
        {
            ["x-amazon-apigateway-integration"] = new JsonObject
            {
                ["type"] = "aws_proxy",
                ["httpMethod"] = "POST",
                ["uri"] = new JsonObject { ["Fn::Sub"] = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations" },
            },
        },
    };

    private static JsonObject Policy(int length)
    {
        var statements = new JsonArray(
            Statement("Allow", "*", null, null), Statement("Deny", "*", "StringNotEquals", new JsonObject { ["aws:SourceVpce"] = "vpce-0aaa" }));
        var policy = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements };
        for (var i = 0; policy.ToJsonString().Length < length - 250; i++)
            statements.Add(Statement("Deny", $"v1/GET/closed{i}/*", "IpAddress", new JsonObject { ["aws:VpcSourceIp"] = $"10.{i}.0.0/16" }));

        return policy;
    }

    private static JsonObject Statement(string effect, string resource, string? @operator, JsonObject? values)
    {
        var statement = new JsonObject { ["Effect"] = effect, ["Principal"] = "*", ["Action"] = "execute-api:Invoke", ["Resource"] = $"execute-api:/{resource}" };
        if (@operator is not null)
            statement["Condition"] = new JsonObject { [@operator] = values };

        return statement;
    }

    private static JsonObject Ref(string id) => new() { ["Ref"] = id };
}
