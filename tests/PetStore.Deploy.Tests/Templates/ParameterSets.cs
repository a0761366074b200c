namespace PetStore.Deploy.Tests.Templates;

/// <summary>Parameters of typical deployments.</summary>
internal static class ParameterSets
{
    public static string[] Listed { get; } = ["AllowedVpcEndpointIds=vpce-0aaa,vpce-0ccc"];

    public static string[] ListedNarrowed { get; } =
        [.. Listed, "AllowedVpcIds=vpc-0aaa,vpc-0ccc", "AllowedSourceCidrs=10.0.0.0/16,10.7.0.0/24"];

    public static string[] Signed { get; } = [.. Listed, "Authorization=AWS_IAM"];

    public static string[] SignedAcrossAccounts { get; } = [.. Signed, "AllowedPrincipals=999999999999"];

    public static string[] Open { get; } = ["AccessMode=AnyVpcEndpointWithApiKey"];

    public static string[] OpenNarrowed { get; } =
        [.. Open, "AllowedVpcIds=vpc-0aaa,vpc-0ccc", "AllowedSourceCidrs=10.0.0.0/16,10.7.0.0/24"];

    public static string[] WithDomain { get; } =
    [
        .. ListedNarrowed, "CustomDomainName=pets.example.internal", "CustomDomainBasePath=store", "CustomDomainVpcEndpointId=vpce-0ccc",
        "CustomDomainCertificateArn=arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-0000-0000-000000000000",
    ];

    public static string[] InVpc { get; } =
        [.. Listed, "FunctionSubnetIds=subnet-0a,subnet-0b", "FunctionSecurityGroupIds=sg-0a", "ReservedConcurrency=5"];

    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>
    {
        [nameof(Listed)] = Listed,
        [nameof(ListedNarrowed)] = ListedNarrowed,
        [nameof(Signed)] = Signed,
        [nameof(SignedAcrossAccounts)] = SignedAcrossAccounts,
        [nameof(Open)] = Open,
        [nameof(OpenNarrowed)] = OpenNarrowed,
        [nameof(WithDomain)] = WithDomain,
        [nameof(InVpc)] = InVpc,
    };
}
