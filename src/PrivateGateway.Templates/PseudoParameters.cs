namespace PrivateGateway.Templates;

/// <summary>CloudFormation's pseudo parameters. A local run uses a sample account.</summary>
/// <param name="AccountId">Twelve digits.</param>
internal sealed record PseudoParameters(string Region, string AccountId = "123456789012", string StackName = "local")
{
    /// <summary>The region as the AWS SDKs find it in the environment, else us-east-1.</summary>
    public static PseudoParameters FromEnvironment() => new(
        Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region
        : Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") is { Length: > 0 } fallback ? fallback
        : "us-east-1");

    public string Partition => Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    public string UrlSuffix => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

    public string StackId => $"arn:{Partition}:cloudformation:{Region}:{AccountId}:stack/{StackName}/{StableIds.Uuid(StackName)}";

    /// <summary>Values by name, as Ref gives them. AWS::NoValue has none: Ref removes the property.</summary>
    public IReadOnlyDictionary<string, string> Values => new Dictionary<string, string>
    {
        ["AWS::AccountId"] = AccountId,
        ["AWS::Partition"] = Partition,
        ["AWS::Region"] = Region,
        ["AWS::StackId"] = StackId,
        ["AWS::StackName"] = StackName,
        ["AWS::URLSuffix"] = UrlSuffix,
    };
}
