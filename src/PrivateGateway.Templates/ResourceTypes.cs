using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>A resource as Ref and Fn::GetAtt see it.</summary>
/// <param name="Named">The value of the property that names it, resolved; null where the template gives none.</param>
internal sealed record ResourceIdentity(string LogicalId, string Type, PseudoParameters Pseudo, Func<string, string?> Named)
{
    private string Unique => $"{Pseudo.StackName}/{LogicalId}";

    public string Arn(string service, string resource) =>
        $"arn:{Pseudo.Partition}:{service}:{Pseudo.Region}:{Pseudo.AccountId}:{resource}";

    public string GlobalArn(string service, string resource) => $"arn:{Pseudo.Partition}:{service}::{Pseudo.AccountId}:{resource}";

    /// <summary>The name that the property gives, else one in CloudFormation's format.</summary>
    public string Name(string property) => Named(property) ?? $"{Pseudo.StackName}-{LogicalId}-{StableIds.Suffix(Unique)}";

    public string ShortId(int length = 10) => StableIds.Id(Unique, length);

    public string Ec2Id(string prefix) => $"{prefix}-{StableIds.Hexadecimal(Unique)}";

    public string Uuid => StableIds.Uuid(Unique);
}

/// <summary>
/// What Ref and Fn::GetAtt give for each type. The ids are stable ids in AWS's format: a local run creates no resources.
/// Formats: the return values of each type in CloudFormation's resource reference.
/// </summary>
internal static class ResourceTypes
{
    public static JsonNode Ref(ResourceIdentity r) => r.Type switch
    {
        "AWS::ApiGateway::RestApi" or "AWS::Serverless::Api" or "AWS::ApiGateway::ApiKey" => r.ShortId(),
        "AWS::ApiGateway::Deployment" or "AWS::ApiGateway::Resource" or "AWS::ApiGateway::UsagePlan" or "AWS::ApiGateway::Authorizer"
            or "AWS::ApiGateway::RequestValidator" or "AWS::ApiGateway::VpcLink" => r.ShortId(6),
        "AWS::ApiGateway::Model" => r.Name("Name"),
        "AWS::ApiGateway::Stage" => r.Name("StageName"),
        "AWS::ApiGateway::DomainName" => r.Name("DomainName"),
        "AWS::ApiGateway::DomainNameV2" => DomainNameArn(r),
        "AWS::ApiGateway::DomainNameAccessAssociation" => AccessAssociationArn(r),
        "AWS::Lambda::Function" or "AWS::Serverless::Function" => r.Name("FunctionName"),
        "AWS::Lambda::Alias" => $"{FunctionArn(r)}:{r.Name("Name")}",
        "AWS::Lambda::Version" => $"{FunctionArn(r)}:1",
        "AWS::DynamoDB::Table" or "AWS::Serverless::SimpleTable" => r.Name("TableName"),
        "AWS::Logs::LogGroup" => r.Name("LogGroupName"),
        "AWS::SNS::Topic" => r.Arn("sns", r.Name("TopicName")),
        "AWS::SQS::Queue" => $"https://sqs.{r.Pseudo.Region}.{r.Pseudo.UrlSuffix}/{r.Pseudo.AccountId}/{r.Name("QueueName")}",
        "AWS::IAM::Role" => r.Name("RoleName"),
        "AWS::IAM::ManagedPolicy" => r.GlobalArn("iam", $"policy/{r.Name("ManagedPolicyName")}"),
        "AWS::Cognito::UserPool" => $"{r.Pseudo.Region}_{StableIds.Suffix(r.LogicalId)[..9]}",
        "AWS::KMS::Key" => r.Uuid,
        "AWS::KMS::Alias" => r.Name("AliasName"),
        "AWS::SecretsManager::Secret" => r.Arn("secretsmanager", $"secret:{r.Name("Name")}"),
        "AWS::SSM::Parameter" => r.Name("Name"),
        "AWS::CloudWatch::Alarm" => r.Name("AlarmName"),
        "AWS::S3::Bucket" => r.Name("BucketName").ToLowerInvariant(),
        "AWS::EC2::VPC" => r.Ec2Id("vpc"),
        "AWS::EC2::Subnet" => r.Ec2Id("subnet"),
        "AWS::EC2::SecurityGroup" => r.Ec2Id("sg"),
        "AWS::EC2::VPCEndpoint" => r.Ec2Id("vpce"),
        _ => r.Name(""),
    };

    /// <returns>Null if the type has no such known attribute.</returns>
    public static JsonNode? GetAtt(ResourceIdentity r, string attribute) => (r.Type, attribute) switch
    {
        ("AWS::ApiGateway::RestApi" or "AWS::Serverless::Api", "RestApiId") => r.ShortId(),
        ("AWS::ApiGateway::RestApi" or "AWS::Serverless::Api", "RootResourceId") => StableIds.Id($"{r.ShortId()}/"),
        ("AWS::ApiGateway::ApiKey", "APIKeyId") => r.ShortId(),
        ("AWS::ApiGateway::UsagePlan", "Id") or ("AWS::ApiGateway::Deployment", "DeploymentId")
            or ("AWS::ApiGateway::Resource", "ResourceId") => r.ShortId(6),
        ("AWS::ApiGateway::Authorizer", "AuthorizerId") or ("AWS::ApiGateway::RequestValidator", "RequestValidatorId")
            or ("AWS::ApiGateway::VpcLink", "VpcLinkId") => r.ShortId(6),
        ("AWS::Cognito::UserPool", "Arn") => r.Arn("cognito-idp", $"userpool/{Ref(r)}"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName") =>
            $"internal-{r.LogicalId.ToLowerInvariant()}-{r.ShortId()}.elb.{r.Pseudo.Region}.{r.Pseudo.UrlSuffix}",
        ("AWS::ApiGateway::DomainName", "RegionalDomainName") => $"d-{r.ShortId()}.execute-api.{r.Pseudo.Region}.{r.Pseudo.UrlSuffix}",
        ("AWS::ApiGateway::DomainName", "RegionalHostedZoneId") => HostedZone(r),
        ("AWS::ApiGateway::DomainNameV2", "DomainNameArn") => DomainNameArn(r),
        ("AWS::ApiGateway::DomainNameV2", "DomainNameId") => r.ShortId(),
        ("AWS::ApiGateway::DomainNameAccessAssociation", "DomainNameAccessAssociationArn") => AccessAssociationArn(r),
        ("AWS::Lambda::Function" or "AWS::Serverless::Function", "Arn") => FunctionArn(r),
        ("AWS::Lambda::Version", "Version") => "1",
        ("AWS::Lambda::Version", "FunctionArn") or ("AWS::Lambda::Alias", "AliasArn") => Ref(r),
        ("AWS::DynamoDB::Table" or "AWS::Serverless::SimpleTable", "Arn") => r.Arn("dynamodb", $"table/{r.Name("TableName")}"),
        ("AWS::DynamoDB::Table", "StreamArn") => r.Arn("dynamodb", $"table/{r.Name("TableName")}/stream/2026-01-01T00:00:00.000"),
        ("AWS::Logs::LogGroup", "Arn") => r.Arn("logs", $"log-group:{r.Name("LogGroupName")}:*"),
        ("AWS::SNS::Topic", "TopicArn") => Ref(r),
        ("AWS::SNS::Topic", "TopicName") => r.Name("TopicName"),
        ("AWS::SQS::Queue", "Arn") => r.Arn("sqs", r.Name("QueueName")),
        ("AWS::SQS::Queue", "QueueName") => r.Name("QueueName"),
        ("AWS::SQS::Queue", "QueueUrl") => Ref(r),
        ("AWS::IAM::Role", "Arn") => r.GlobalArn("iam", $"role/{r.Name("RoleName")}"),
        ("AWS::IAM::Role", "RoleId") => $"AROA{StableIds.Suffix(r.LogicalId)}",
        ("AWS::KMS::Key", "Arn") => r.Arn("kms", $"key/{r.Uuid}"),
        ("AWS::KMS::Key", "KeyId") => r.Uuid,
        ("AWS::CloudWatch::Alarm", "Arn") => r.Arn("cloudwatch", $"alarm:{r.Name("AlarmName")}"),
        ("AWS::S3::Bucket", "Arn") => $"arn:{r.Pseudo.Partition}:s3:::{Ref(r)}",
        ("AWS::EC2::VPC", "VpcId") or ("AWS::EC2::Subnet", "SubnetId") or ("AWS::EC2::SecurityGroup", "GroupId")
            or ("AWS::EC2::SecurityGroup", "Id") or ("AWS::EC2::VPCEndpoint", "Id") => Ref(r),
        ("AWS::EC2::SecurityGroup", "VpcId") => r.Named("VpcId"),
        ("AWS::EC2::VPCEndpoint", "DnsEntries") => DnsEntries(r),
        ("AWS::EC2::VPCEndpoint", "NetworkInterfaceIds") => new JsonArray(r.Ec2Id("eni")),
        ("AWS::EC2::VPCEndpoint", "CreationTimestamp") => "2026-01-01T00:00:00.000Z",
        _ => null,
    };

    // An alias may name its function by name or by ARN.
    private static string FunctionArn(ResourceIdentity r) => r.Name("FunctionName") is var name && name.StartsWith("arn:", StringComparison.Ordinal)
        ? name
        : r.Arn("lambda", $"function:{name}");

    private static string DomainNameArn(ResourceIdentity r) =>
        r.Arn("apigateway", $"/domainnames/{r.Name("DomainName")}+{r.ShortId()}");

    private static string AccessAssociationArn(ResourceIdentity r) =>
        r.Arn("apigateway", $"/domainnameaccessassociations/domainname/{r.Name("")}/vpcesource/{r.ShortId()}");

    // Each entry is "hosted zone:name": the regional name, then one for each availability zone.
    private static JsonArray DnsEntries(ResourceIdentity r)
    {
        var name = $"{r.Ec2Id("vpce")}-{r.ShortId(8)}";
        var domain = $"execute-api.{r.Pseudo.Region}.vpce.{r.Pseudo.UrlSuffix}";
        return [.. new[] { "", $"-{r.Pseudo.Region}a", $"-{r.Pseudo.Region}b" }.Select(zone => (JsonNode)$"{HostedZone(r)}:{name}{zone}.{domain}")];
    }

    private static string HostedZone(ResourceIdentity r) => $"Z{StableIds.Suffix(r.LogicalId)}";
}
