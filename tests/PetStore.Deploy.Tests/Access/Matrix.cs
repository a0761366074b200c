using PetStore.Deploy.Tests.Templates;

namespace PetStore.Deploy.Tests.Access;

/// <summary>Who signed a request, and whether the signer's own IAM policy allows execute-api:Invoke.</summary>
internal enum Signer
{
    None,
    OwnAccountPermitted,
    OwnAccount,
    OtherAccountPermitted,
}

internal enum Answer
{
    In,
    Denied,
    NeedsKey,
    NeedsSignature,
    UnknownStage,
}

/// <summary>A deployment, described by its parameters.</summary>
internal sealed record Deployment(string Name, string[] Parameters, bool ListsEndpoints, bool ListsVpcs, bool ListsCidrs, bool IsSigned, bool AdmitsOtherAccount = false)
{
    public static IReadOnlyList<Deployment> All { get; } =
    [
        new("listed", ParameterSets.Listed, true, false, false, false),
        new("listed, VPCs", [.. ParameterSets.Listed, "AllowedVpcIds=vpc-0aaa,vpc-0ccc"], true, true, false, false),
        new("listed, addresses", [.. ParameterSets.Listed, "AllowedSourceCidrs=10.0.0.0/16,10.7.0.0/24"], true, false, true, false),
        new("listed, VPCs, addresses", ParameterSets.ListedNarrowed, true, true, true, false),
        new("listed, IAM", ParameterSets.Signed, true, false, false, true),
        new("listed, IAM, another account", ParameterSets.SignedAcrossAccounts, true, false, false, true, AdmitsOtherAccount: true),
        new("listed, VPCs, addresses, IAM", [.. ParameterSets.ListedNarrowed, "Authorization=AWS_IAM"], true, true, true, true),
        new("open", ParameterSets.Open, false, false, false, false),
        new("open, VPCs, addresses", ParameterSets.OpenNarrowed, false, true, true, false),
    ];

    public override string ToString() => Name;
}

internal sealed record Caller(string? Endpoint, string Vpc, string Address, string Stage, string Method, bool HasKey, Signer Signer)
{
    public static IReadOnlyList<Caller> All { get; } =
    [
        .. from endpoint in new[] { "vpce-0aaa", "vpce-0bbb", null }
           from vpc in new[] { "vpc-0aaa", "vpc-0bbb" }
           from address in new[] { "10.0.3.4", "10.9.9.9" }
           from stage in new[] { "v1", "v2" }
           from method in new[] { "GET", "OPTIONS" }
           from hasKey in new[] { true, false }
           from signer in Enum.GetValues<Signer>()
           select new Caller(endpoint, vpc, address, stage, method, hasKey, signer),
    ];

    public string? Principal => Signer switch
    {
        Signer.None => null,
        Signer.OtherAccountPermitted => "arn:aws:iam::999999999999:user/somebody",
        _ => "arn:aws:iam::123456789012:user/client",
    };
}

/// <summary>The expected result of each cell, written from the description of the modes and not from the policy.</summary>
internal static class Matrix
{
    public static Answer Expected(Deployment deployment, Caller caller)
    {
        if (caller.Stage != "v1")
            return Answer.UnknownStage;

        var isOutside = (deployment.ListsEndpoints && caller.Endpoint != "vpce-0aaa")
            || (deployment.ListsVpcs && caller.Vpc != "vpc-0aaa")
            || (deployment.ListsCidrs && caller.Address != "10.0.3.4");
        if (isOutside)
            return Answer.Denied;

        // A browser's preflight carries neither a key nor a signature.
        if (caller.Method == "OPTIONS")
            return Answer.In;

        if (deployment.IsSigned)
        {
            return caller.Signer switch
            {
                Signer.None => Answer.NeedsSignature,
                Signer.OwnAccountPermitted => Answer.In,
                Signer.OtherAccountPermitted when deployment.AdmitsOtherAccount => Answer.In,
                _ => Answer.Denied,
            };
        }

        return deployment.ListsEndpoints || caller.HasKey ? Answer.In : Answer.NeedsKey;
    }
}
