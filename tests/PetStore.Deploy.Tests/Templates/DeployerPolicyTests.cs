using System.Text.Json;
using System.Text.RegularExpressions;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>deploy/deployer-policy.json has the permissions that the templates' resources and the scripts' commands need, and no others.</summary>
public sealed partial class DeployerPolicyTests
{
    private const string Api = "apigateway:DELETE apigateway:GET apigateway:PATCH apigateway:POST apigateway:PUT";
    private const string Role = "iam:CreateRole iam:DeleteRole iam:GetRole iam:PassRole iam:PutRolePermissionsBoundary iam:TagRole iam:UntagRole";

    // By resource type: what CloudFormation calls to create, read, update, tag and delete it.
    private static readonly Dictionary<string, string> Needed = new()
    {
        ["AWS::Serverless::Api"] = $"{Api} apigateway:UpdateRestApiPolicy",
        ["AWS::ApiGateway::UsagePlan"] = Api,
        ["AWS::ApiGateway::ApiKey"] = Api,
        ["AWS::ApiGateway::UsagePlanKey"] = Api,
        ["AWS::ApiGateway::Account"] = Api,
        ["AWS::ApiGateway::DomainNameV2"] = Api,
        ["AWS::ApiGateway::BasePathMappingV2"] = Api,
        ["AWS::ApiGateway::DomainNameAccessAssociation"] = Api,
        // Includes SAM's version, alias and gradual deployment.
        ["AWS::Serverless::Function"] =
            "lambda:CreateAlias lambda:CreateFunction lambda:DeleteAlias lambda:DeleteFunction lambda:DeleteFunctionConcurrency lambda:GetAlias "
            + "lambda:GetFunction lambda:GetFunctionConfiguration lambda:ListTags lambda:ListVersionsByFunction lambda:PublishVersion "
            + "lambda:PutFunctionConcurrency lambda:TagResource lambda:UntagResource lambda:UpdateAlias lambda:UpdateFunctionCode "
            + "lambda:UpdateFunctionConfiguration ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs "
            + "codedeploy:CreateApplication codedeploy:CreateDeployment codedeploy:CreateDeploymentGroup codedeploy:DeleteApplication "
            + "codedeploy:DeleteDeploymentGroup codedeploy:GetApplication codedeploy:GetDeployment codedeploy:GetDeploymentConfig "
            + "codedeploy:GetDeploymentGroup codedeploy:RegisterApplicationRevision codedeploy:UpdateDeploymentGroup "
            + $"{Role} iam:AttachRolePolicy iam:DetachRolePolicy",
        ["AWS::Lambda::Permission"] = "lambda:AddPermission lambda:GetPolicy lambda:RemovePermission",
        ["AWS::IAM::Role"] = $"{Role} iam:AttachRolePolicy iam:DetachRolePolicy iam:DeleteRolePolicy iam:GetRolePolicy iam:PutRolePolicy",
        ["AWS::Logs::LogGroup"] =
            "logs:CreateLogGroup logs:DeleteLogGroup logs:DeleteRetentionPolicy logs:DescribeLogGroups logs:ListTagsForResource logs:PutRetentionPolicy "
            + "logs:TagResource logs:UntagResource",
        // DeletionPolicy Retain: no permission to delete it is needed.
        ["AWS::DynamoDB::Table"] =
            "dynamodb:CreateTable dynamodb:DescribeContinuousBackups dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:ListTagsOfResource "
            + "dynamodb:TagResource dynamodb:UntagResource dynamodb:UpdateContinuousBackups dynamodb:UpdateTable dynamodb:UpdateTimeToLive",
        ["AWS::CloudWatch::Alarm"] =
            "cloudwatch:DeleteAlarms cloudwatch:DescribeAlarms cloudwatch:PutMetricAlarm cloudwatch:TagResource cloudwatch:UntagResource",
        ["AWS::EC2::VPCEndpoint"] =
            "ec2:CreateTags ec2:CreateVpcEndpoint ec2:DeleteVpcEndpoints ec2:DescribeVpcEndpoints ec2:ModifyVpcEndpoint ec2:DescribeVpcs "
            + "route53:AssociateVPCWithHostedZone",
        ["AWS::EC2::SecurityGroup"] =
            "ec2:AuthorizeSecurityGroupEgress ec2:CreateSecurityGroup ec2:CreateTags ec2:DeleteSecurityGroup ec2:DescribeSecurityGroups "
            + "ec2:RevokeSecurityGroupEgress",
        ["AWS::EC2::SecurityGroupIngress"] = "ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupIngress",
    };

    // By command of the scripts, where the permission's name differs from the command's.
    private static readonly Dictionary<string, string> Commands = new()
    {
        ["cloudformation deploy"] = "cloudformation:CreateChangeSet cloudformation:DescribeChangeSet cloudformation:ExecuteChangeSet cloudformation:DescribeStacks",
        ["cloudformation package"] = "s3:GetObject s3:PutObject",
        ["cloudformation wait"] = "cloudformation:DescribeStacks",
        ["s3api head-bucket"] = "s3:ListBucket",
        ["s3api put-public-access-block"] = "s3:PutBucketPublicAccessBlock",
        ["apigateway get-account"] = "apigateway:GET",
        ["configure get"] = "",
    };

    [Fact]
    public void The_deployer_policy_has_only_the_permissions_that_are_needed()
    {
        using var policy = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("deploy", "deployer-policy.json")));
        var granted = policy.RootElement.GetProperty("Statement").EnumerateArray().SelectMany(statement => Texts(statement.GetProperty("Action")));

        Assert.Equal(OfResources().Concat(OfCommands()).Distinct().Order(StringComparer.Ordinal), granted.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_role_can_be_passed_only_to_the_services_that_the_templates_trust()
    {
        using var policy = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("deploy", "deployer-policy.json")));
        var pass = policy.RootElement.GetProperty("Statement").EnumerateArray().Single(statement => Texts(statement.GetProperty("Action")).Contains("iam:PassRole"));

        Assert.Equal(
            ["apigateway.amazonaws.com", "codedeploy.amazonaws.com", "lambda.amazonaws.com"],
            Texts(pass.GetProperty("Condition").GetProperty("StringEquals").GetProperty("iam:PassedToService")).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("*", Texts(pass.GetProperty("Resource")));
    }

    private static IEnumerable<string> OfResources() =>
        new[] { TemplateUnderTest.Api(), TemplateUnderTest.Endpoint(), TemplateUnderTest.Load("deploy", "api-gateway-logs.template") }
            .SelectMany(template => template.Root["Resources"]!.AsObject())
            .Select(resource => resource.Value!["Type"]!.ToString())
            .Distinct()
            .SelectMany(type => Needed[type].Split(' '));

    private static IEnumerable<string> OfCommands()
    {
        string[] scripts = [Repository.PathTo("deploy", "deploy.sh"), .. Directory.GetFiles(Repository.PathTo("deploy", "lib"))];
        var calls = scripts.SelectMany(script => Call().Matches(File.ReadAllText(script)).Select(call => (Service: call.Groups[1].Value, Verb: call.Groups[2].Value)));

        // Commands that the user is told to type run with the user's permissions, not the deployer's.
        return calls.Distinct().Where(call => call.Service != "dynamodb" && call.Verb is not ("get-api-key" or "continue-update-rollback"))
            .SelectMany(call => Commands.TryGetValue($"{call.Service} {call.Verb}", out var rights)
                ? rights.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                : [$"{call.Service.Replace("s3api", "s3", StringComparison.Ordinal)}:{string.Concat(call.Verb.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))}"]);
    }

    private static IEnumerable<string> Texts(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().Select(item => item.GetString()!) : [element.GetString()!];

    [GeneratedRegex(@"\baws (\w+) ([a-z]+(?:-[a-z]+)*)")]
    private static partial Regex Call();
}
