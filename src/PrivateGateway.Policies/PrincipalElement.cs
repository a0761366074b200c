namespace PrivateGateway.Policies;

/// <summary>Principal or NotPrincipal.</summary>
internal sealed record PrincipalElement(IReadOnlyList<PrincipalPattern> Principals, bool IsNegated)
{
    public bool Applies(PolicyRequest request) => IsNegated
        ? !Principals.Any(p => p.Excepts(request.Principal))
        : Principals.Any(p => p.Includes(request.Principal));

    public string Describe(PolicyRequest request) =>
        $"its {(IsNegated ? "NotPrincipal" : "Principal")} is {string.Join(", ", Principals)} and the caller is "
        + (request.Principal == "*" ? "anonymous" : request.Principal);
}

/// <summary>One principal of a policy.</summary>
/// <param name="Type">AWS, Service, Federated or CanonicalUser; <c>*</c> for everyone.</param>
internal sealed record PrincipalPattern(string Type, string Value)
{
    /// <summary>Whether the caller is this principal or belongs to it: an account stands for its users and roles, a role for its sessions.</summary>
    public bool Includes(string caller) =>
        Excepts(caller)
        || (Type == "AWS" && Arns.AccountId(Value) is { } account && account == Arns.AccountOf(caller))
        || (Type == "AWS" && RoleOf(Value) is { } role && SessionRole(caller) == role);

    /// <summary>
    /// Whether this principal exempts the caller from a statement with NotPrincipal. Only an exact match does: listing an account does not
    /// exempt its users, and each session of an exempt role must be listed too (IAM User Guide, NotPrincipal).
    /// </summary>
    public bool Excepts(string caller) =>
        Type == "*" || Value == caller || (Type == "AWS" && Arns.AccountId(Value) is { } account && Arns.AccountId(caller) == account);

    public override string ToString() => Type is "*" or "AWS" ? Value : $"{Type} {Value}";

    // The ARN of a session does not contain the role's path; the role's name is unique in the account.
    private static (string Account, string Role)? RoleOf(string principal) =>
        principal.Split(':', 6) is ["arn", _, "iam", "", var account, var resource] && resource.StartsWith("role/", StringComparison.Ordinal)
            ? (account, resource[(resource.LastIndexOf('/') + 1)..])
            : null;

    private static (string Account, string Role)? SessionRole(string caller) =>
        caller.Split(':', 6) is ["arn", _, "sts", "", var account, var resource] && resource.Split('/') is ["assumed-role", var role, _]
            ? (account, role)
            : null;
}

/// <summary>Principals as policies write them.</summary>
internal static class Principals
{
    public static PrincipalPattern Everyone { get; } = new("*", "*");

    /// <exception cref="FormatException">The value is not a principal of this type.</exception>
    public static PrincipalPattern Parse(string type, string value)
    {
        if (type is not ("AWS" or "Service" or "Federated" or "CanonicalUser"))
            throw new FormatException($"Unknown type of principal {type}.");
        if (value == "*")
            return type == "AWS" ? Everyone : throw new FormatException($"* is not a {type} principal.");
        if (value.Length == 0 || value.AsSpan().ContainsAny('*', '?'))
            throw new FormatException($"'{value}' is not a principal: a wildcard must be the whole value.");
        if (type == "AWS" && !IsAwsPrincipal(value))
            throw new FormatException($"'{value}' is not an account, an ARN of a principal or a unique id.");
        if (type == "Service" && !value.Contains('.'))
            throw new FormatException($"'{value}' is not a service principal (name.amazonaws.com).");

        return new PrincipalPattern(type, value);
    }

    // Twelve digits; an ARN of IAM or STS; or a unique id such as AROA..., which IAM writes for a principal that was deleted.
    private static bool IsAwsPrincipal(string value) =>
        Arns.IsAccountId(value)
        || (value.Split(':', 6) is ["arn", { Length: > 0 }, "iam" or "sts", "", var account, { Length: > 0 }] && Arns.IsAccountId(account))
        || (value.Length >= 16 && value.StartsWith('A') && value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));
}

/// <summary>Parts of ARNs: <c>arn:partition:service:region:account:resource</c>.</summary>
internal static class Arns
{
    public static bool IsAccountId(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    /// <summary>"123456789012" and "arn:aws:iam::123456789012:root" are the same principal.</summary>
    /// <returns>Null where the principal is not an account.</returns>
    public static string? AccountId(string principal) =>
        IsAccountId(principal) ? principal
        : principal.Split(':', 6) is ["arn", _, "iam", "", var account, "root"] ? account
        : null;

    /// <returns>The account that a principal belongs to; null for an anonymous caller.</returns>
    public static string? AccountOf(string principal) =>
        principal.Split(':', 6) is ["arn", _, _, _, var account, _] ? account : AccountId(principal);
}
