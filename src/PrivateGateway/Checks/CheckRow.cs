namespace PrivateGateway.Checks;

/// <summary>One call and AWS's response to it.</summary>
/// <param name="Route">The resource that the path leads to; the path itself where the API has no such resource.</param>
/// <param name="Status">For an allowed call 200: the integration's own status is not known.</param>
/// <param name="DecidedBy">The policy and its statement, or the step of API Gateway that refused.</param>
/// <param name="Line">The deciding statement's line in its template.</param>
/// <param name="Needs">What the method requires besides the policies: a signature, a token, a key.</param>
internal sealed record CheckRow(
    string Stage, string Method, string Path, string Route, Caller Caller, bool IsAllowed, int Status, string DecidedBy, int? Line, string Reason,
    string Needs)
{
    /// <summary><c>allowed</c>, <c>allowed with a key</c>, <c>refused</c>.</summary>
    public string Decision => !IsAllowed ? "refused" : Needs.Length == 0 ? "allowed" : $"allowed with {Needs}";
}
