namespace PrivateGateway.Checks;

/// <summary>One call and AWS's response to it.</summary>
/// <param name="Stage">The stage that is called.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Below the stage.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="IsAllowed">Whether the policies let the call in.</param>
/// <param name="Reason">What decided, in one sentence.</param>
/// <param name="Route">The resource that the path leads to; the path itself where the API has no such resource.</param>
/// <param name="Status">For an allowed call 200: the integration's own status is not known.</param>
/// <param name="DecidedBy">The policy and its statement, or the step of API Gateway that refused.</param>
/// <param name="Line">The deciding statement's line in its template.</param>
/// <param name="Needs">What the method requires besides the policies: a signature, a token, a key.</param>
public sealed record CheckRow(
    string Stage, string Method, string Path, string Route, Caller Caller, bool IsAllowed, int Status, string DecidedBy, int? Line, string Reason,
    string Needs)
{
    /// <summary><c>allowed</c>, <c>allowed with a key</c>, <c>refused</c>.</summary>
    public string Decision => !IsAllowed ? "refused" : Needs.Length == 0 ? "allowed" : $"allowed with {Needs}";
}
