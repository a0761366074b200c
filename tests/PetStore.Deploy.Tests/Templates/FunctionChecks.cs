using PetStore.Api.Storage;
using PetStore.Testing;
using PrivateGateway.Templates;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>The function and its role.</summary>
internal static class FunctionChecks
{
    public static void The_function_is_the_app(TemplateUnderTest template)
    {
        var function = template.Deploy(ParameterSets.Listed).Function;

        Assert.Equal((new FunctionCode.Local("src/PetStore.Api"), "PetStore.Api", "dotnet10"), (function.Code, function.Handler, function.Runtime));
        Assert.Equal(nameof(StorageProvider.DynamoDb), function.Environment[$"{StorageOptions.Section}__{nameof(StorageOptions.Provider)}"]);
        var table = template.Resolve(ParameterSets.Listed).Outputs["TableName"];
        Assert.Equal(table, function.Environment[Setting(nameof(DynamoDbOptions.TableName))]);
        Assert.Equal("7", template.Deploy([.. ParameterSets.Listed, "IdBlockSize=7"]).Function.Environment[Setting(nameof(DynamoDbOptions.IdBlockSize))]);

        static string Setting(string name) => $"{StorageOptions.Section}__{nameof(StorageOptions.DynamoDb)}__{name}";
    }

    public static void Each_runtime_has_a_publish_profile_of_the_app(TemplateUnderTest template)
    {
        var profiles = template.Deploy(ParameterSets.Listed).PublishProfiles;

        Assert.Equal(template.Root["Parameters"]!["FunctionRuntime"]!["AllowedValues"]!.AsArray().Select(runtime => $"{runtime}").Order(), profiles.Keys.Order());
        Assert.All(profiles.Values, profile => Assert.True(
            File.Exists(Repository.PathTo("src", "PetStore.Api", "Properties", "PublishProfiles", $"{profile}.pubxml")), $"There is no profile {profile}."));
    }

    public static void The_function_times_out_before_API_Gateway_does(TemplateUnderTest template)
    {
        Assert.InRange(template.Deploy(ParameterSets.Listed).Function.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(29));
        Assert.Equal(TimeSpan.FromSeconds(59), template.Deploy([.. ParameterSets.Listed, "FunctionTimeout=59", "ApiTimeout=60"]).Function.Timeout);
    }

    public static void The_function_is_configured_for_streaming_when_its_integration_streams(TemplateUnderTest template)
    {
        Assert.Equal(("false", 28), StreamingAndTimeout(ParameterSets.Listed));
        Assert.Equal(("true", 300), StreamingAndTimeout([.. ParameterSets.Listed, "ResponseStreaming=true"]));
        Assert.Equal(("true", 900), StreamingAndTimeout([.. ParameterSets.Listed, "ResponseStreaming=true", "StreamingTimeout=900"]));

        (string? Streaming, int? Timeout) StreamingAndTimeout(string[] parameters)
        {
            var function = template.Resolve(parameters).Resources["PetStoreFunction"].Properties;
            return (function["Environment"]["Variables"]["Lambda__ResponseStreaming"].Text, function["Timeout"].Integer);
        }
    }

    // SAM does not notice a parameter's new value or, without AutoPublishAliasAllProperties, a changed property. The revision makes up for both.
    public static void Every_change_of_the_function_is_published(TemplateUnderTest template)
    {
        var function = template.Properties("PetStoreFunction");
        Assert.Equal("live", function["AutoPublishAlias"]!.ToString());
        Assert.True(function["AutoPublishAliasAllProperties"]?.GetValue<bool>());
        Assert.Equal("Delete", function["VersionDeletionPolicy"]?.ToString());
        Assert.Equal("FunctionRevision", function["AutoPublishCodeSha256"]?["Ref"]?.ToString());
    }

    public static void SnapStart_is_optional(TemplateUnderTest template)
    {
        Assert.False(template.Deploy(ParameterSets.Listed).Function.SnapStart);
        Assert.True(template.Deploy([.. ParameterSets.Listed, "SnapStart=PublishedVersions"]).Function.SnapStart);
    }

    public static void Memory_runtime_and_concurrency_are_parameters(TemplateUnderTest template)
    {
        var function = template.Deploy([.. ParameterSets.InVpc, "FunctionRuntime=provided.al2023", "FunctionMemory=2048"]).Function;

        Assert.Equal(("provided.al2023", 2048, 5), (function.Runtime, function.MemoryMegabytes, function.ReservedConcurrency));
        Assert.Null(template.Deploy(ParameterSets.Listed).Function.ReservedConcurrency);
        Assert.Equal("arm64", template.Resolve([.. ParameterSets.Listed, "FunctionArchitecture=arm64"])
            .Resources["PetStoreFunction"].Properties["Architectures"].Items().Single().Text);
    }

    public static void A_VPC_is_optional(TemplateUnderTest template)
    {
        var inside = template.Resolve(ParameterSets.InVpc).Resources["PetStoreFunction"].Properties["VpcConfig"];

        Assert.Equal(["subnet-0a", "subnet-0b"], inside["SubnetIds"].Items().Select(id => id.Text));
        Assert.Equal(["sg-0a"], inside["SecurityGroupIds"].Items().Select(id => id.Text));
        Assert.False(template.Resolve(ParameterSets.Listed).Resources["PetStoreFunction"].Properties["VpcConfig"].Exists);
    }

    public static void Only_Lambda_can_assume_the_role(TemplateUnderTest template)
    {
        var role = template.Resolve(ParameterSets.Listed).Resources["FunctionRole"].Properties;
        var trust = Assert.Single(role["AssumeRolePolicyDocument"]["Statement"].Items());

        Assert.Equal("lambda.amazonaws.com", trust["Principal"]["Service"].Text);
        Assert.False(role["ManagedPolicyArns"].Exists);
    }

    public static void The_role_can_have_a_permissions_boundary(TemplateUnderTest template)
    {
        const string Boundary = "arn:aws:iam::123456789012:policy/boundary";
        Assert.Equal(Boundary, Role([.. ParameterSets.Listed, $"PermissionsBoundaryArn={Boundary}"])["PermissionsBoundary"].Text);
        Assert.False(Role(ParameterSets.Listed)["PermissionsBoundary"].Exists);

        TemplateNode Role(string[] parameters) => template.Resolve(parameters).Resources["FunctionRole"].Properties;
    }

    public static void The_role_has_only_the_permissions_that_the_app_needs(TemplateUnderTest template)
    {
        var outside = Grants(template, ParameterSets.Listed);
        string[] expected =
        [
            "dynamodb:DeleteItem on TABLE", "dynamodb:GetItem on TABLE", "dynamodb:PutItem on TABLE", "dynamodb:Query on TABLE",
            "dynamodb:Query on TABLE/index/by-type", "dynamodb:UpdateItem on TABLE",
            "logs:CreateLogStream on LOG:*", "logs:PutLogEvents on LOG:*",
        ];
        Assert.Equal(expected, outside);

        var more = Grants(template, ParameterSets.InVpc).Except(outside).ToList();
        Assert.All(more, grant => Assert.Matches("^ec2:(Create|Delete|Describe|Assign|Unassign)(NetworkInterfaces?|Subnets|PrivateIpAddresses) on \\*$", grant));
        Assert.Equal(6, more.Count);
    }

    public static void The_function_cannot_use_the_network_permissions_itself(TemplateUnderTest template)
    {
        var network = template.Resolve(ParameterSets.InVpc).Resources["FunctionRole"].Properties["Policies"].Items()
            .Single(policy => policy["PolicyName"].Text == "NetworkInterfaces")["PolicyDocument"]["Statement"].Items().ToList();
        var deny = Assert.Single(network, statement => statement["Effect"].Text == "Deny");

        Assert.Equal(Texts(network[0]["Action"]), Texts(deny["Action"]));
        Assert.Equal("arn:aws:lambda:eu-west-1:123456789012:function:*", deny["Condition"]["ArnLike"]["lambda:SourceFunctionArn"].Text);
    }

    private static List<string> Grants(TemplateUnderTest template, string[] parameters)
    {
        var resolved = template.Resolve(parameters);
        var table = $"arn:aws:dynamodb:eu-west-1:123456789012:table/{resolved.Outputs["TableName"]}";
        var log = $"arn:aws:logs:eu-west-1:123456789012:log-group:{resolved.Outputs["FunctionLogGroupName"]}";
        return resolved.Resources["FunctionRole"].Properties["Policies"].Items()
            .SelectMany(policy => policy["PolicyDocument"]["Statement"].Items())
            .Where(statement => statement["Effect"].Text == "Allow")
            .SelectMany(statement => Texts(statement["Action"]).SelectMany(action => Texts(statement["Resource"]).Select(resource => $"{action} on {resource}")))
            .Select(grant => grant.Replace(table, "TABLE", StringComparison.Ordinal).Replace(log, "LOG", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    private static IEnumerable<string> Texts(TemplateNode node) =>
        node.Value is System.Text.Json.Nodes.JsonArray ? node.Items().Select(item => item.RequiredText) : [node.RequiredText];
}
