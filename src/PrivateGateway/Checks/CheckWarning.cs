namespace PrivateGateway.Checks;

/// <param name="Rule">The name that <c>--warn-as-error</c> takes.</param>
/// <param name="Line">In the policy's template; null where no single statement causes it.</param>
internal sealed record CheckWarning(string Rule, string Message, int? Line)
{
    public override string ToString() => $"warning {Rule}{(Line is null ? "" : $" (line {Line})")}: {Message}";
}
