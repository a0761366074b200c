namespace PrivateGateway.Policies;

/// <summary>Principal, or NotPrincipal.</summary>
internal sealed record PrincipalElement(IReadOnlyList<PrincipalPattern> Principals, bool IsNegated)
{
    public string? Mismatch(PolicyRequest request) =>
        Principals.Any(p => IsNegated ? p.Is(request.Principal) : p.Includes(request.Principal)) != IsNegated
            ? null
            : $"its {(IsNegated ? "NotPrincipal" : "Principal")} is {string.Join(", ", Principals)}, the caller is "
                + (request.Principal == "*" ? "anonymous" : request.Principal);
}

/// <summary>One principal of a policy.</summary>
/// <param name="Type">AWS, Service, Federated or CanonicalUser; <c>*</c> for everyone.</param>
internal sealed record PrincipalPattern(string Type, string Value)
{
    /// <summary>Whether the caller is this principal, or belongs to it: an account stands for all its users and roles.</summary>
    public bool Includes(string caller) =>
        Type == "*" || Is(caller) || (Type == "AWS" && Account(Value) is { } account && account == AccountOf(caller));

    /// <summary>
    /// Whether the caller is this very principal. NotPrincipal compares so: the documentation wants the account listed beside the
    /// user that is excepted, without excepting the account's other users.
    /// </summary>
    public bool Is(string caller) =>
        Type == "*" || Value == caller
        || (Type == "AWS" && Account(Value) is { } account && Account(caller) == account)
        || (Type == "AWS" && RoleOf(Value) is { } role && SessionRole(caller) == role);

    public override string ToString() => Type is "*" or "AWS" ? Value : $"{Type} {Value}";

    // "123456789012" and "arn:aws:iam::123456789012:root" are the same principal.
    private static string? Account(string principal) =>
        principal.Length == 12 && principal.All(char.IsAsciiDigit) ? principal
        : principal.Split(':', 6) is ["arn", _, "iam", "", var account, "root"] ? account
        : null;

    private static string? AccountOf(string caller) => caller.Split(':', 6) is ["arn", _, _, _, var account, _] ? account : Account(caller);

    // A role's path does not come up in the ARN of its sessions; its name is unique in the account.
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

    /// <exception cref="FormatException">No principal of this type.</exception>
    public static PrincipalPattern Parse(string type, string value)
    {
        if (type is not ("AWS" or "Service" or "Federated" or "CanonicalUser"))
            throw new FormatException($"There is no type of principal named {type}.");
        if (value == "*")
            return type == "AWS" ? Everyone : throw new FormatException($"* is no {type} principal.");
        if (value.Length == 0 || value.AsSpan().ContainsAny('*', '?'))
            throw new FormatException($"'{value}' cannot be a principal: wildcards stand alone or not at all.");
        if (type == "AWS" && !IsAwsPrincipal(value))
            throw new FormatException($"'{value}' is no account, no ARN of a principal and no unique id.");
        if (type == "Service" && !value.Contains('.'))
            throw new FormatException($"'{value}' is no service principal (name.amazonaws.com).");

        return new PrincipalPattern(type, value);
    }

    // Twelve digits; an ARN of IAM or STS; a unique id such as AROA..., which IAM writes for a principal that was deleted.
    private static bool IsAwsPrincipal(string value) =>
        (value.Length == 12 && value.All(char.IsAsciiDigit))
        || (value.Split(':', 6) is ["arn", { Length: > 0 }, "iam" or "sts", "", { Length: 12 } account, { Length: > 0 }]
            && account.All(char.IsAsciiDigit))
        || (value.Length >= 16 && value.StartsWith('A') && value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));
}
