namespace PrivateGateway.Checks;

/// <summary>A call that two templates decide differently.</summary>
internal sealed record AccessDifference(CheckRow Old, CheckRow New)
{
    /// <summary>Whether the change allows a caller who was refused, or requires less of one.</summary>
    public bool LetsIn => New.IsAllowed && (!Old.IsAllowed || Old.Needs.Length > New.Needs.Length);

    public string Change => $"{Old.Decision} -> {New.Decision}";
}

/// <summary>
/// What changes from an old template to a new one. The calls and callers are built from the values in the policies of both, with the
/// borders of their address ranges: if two policies differ for any caller, they differ for one of these.
/// </summary>
internal static class AccessComparison
{
    public static IEnumerable<AccessDifference> Compare(AccessCheck old, AccessCheck @new)
    {
        var named = new NamedValues([.. old.Policies, .. @new.Policies]);
        var calls = old.Calls(named).Concat(@new.Calls(named)).Distinct().ToList();
        var rows = @new.Rows(named, calls).Concat(old.Rows(named, calls)).Select(row => (row.Stage, row.Method, row.Path, row.Caller)).Distinct();
        return rows
            .Select(row => new AccessDifference(
                old.Decide(row.Stage, row.Method, row.Path, row.Caller), @new.Decide(row.Stage, row.Method, row.Path, row.Caller)))
            .Where(difference => difference.Old.Decision != difference.New.Decision);
    }
}
