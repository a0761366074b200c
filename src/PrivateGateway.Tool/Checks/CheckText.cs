using System.Text;
using PrivateGateway.Calls;
using PrivateGateway.Checks;

namespace PrivateGateway.Tool.Checks;

/// <summary>Rows as text: those that differ only in the route or the caller are merged.</summary>
internal static class CheckText
{
    private const int MostNames = 6;

    public static string Of(IReadOnlyList<CheckRow> rows)
    {
        var everyRoute = Routes(rows);
        var text = new StringBuilder();
        foreach (var (row, routes, callers) in Fold(rows, row => (row.Decision, row.Status, row.DecidedBy, row.Line, Reason(row))))
        {
            text.AppendLine($"{row.Decision,-8}  {row.Status}  /{row.Stage}  {(routes == everyRoute ? "every route" : routes)}");
            text.AppendLine($"    {Describe(callers)}");
            text.AppendLine($"    {Why(row)}");
        }

        return text.ToString();
    }

    public static string Of(IReadOnlyList<AccessDifference> differences)
    {
        if (differences.Count == 0)
            return "No call is decided differently.\n";

        var ofCall = differences.ToDictionary(difference => difference.New);
        var text = new StringBuilder();
        foreach (var (row, routes, callers) in Fold([.. ofCall.Keys], row => (ofCall[row].Change, row.DecidedBy, row.Line, Reason(row))))
        {
            text.AppendLine($"{ofCall[row].Change}  /{row.Stage}  {routes}");
            text.AppendLine($"    {Describe(callers)}");
            text.AppendLine($"    was: {Why(ofCall[row].Old)}");
            text.AppendLine($"    now: {Why(row)}");
        }

        return text.ToString();
    }

    public static string Of(IReadOnlyList<ExpectationResult> results)
    {
        var text = new StringBuilder();
        foreach (var (expectation, row) in results)
        {
            text.AppendLine($"{(expectation.Expect == row.Decision ? "passed" : "FAILED")}  {expectation.Title}");
            if (expectation.Expect != row.Decision)
                text.AppendLine($"    expected {expectation.Expect}, is {row.Decision} ({row.Status}): {Why(row)}");
        }

        return text.AppendLine($"{results.Count(result => result.IsMet)} of {results.Count} expectations are met.").ToString();
    }

    private static string Why(CheckRow row) =>
        $"{row.DecidedBy.Split(", ")[0]}{(row.Line is null ? "" : $" (line {row.Line})")}: {row.Reason}";

    // An implicit deny names the request's ARN, which differs from route to route.
    private static string Reason(CheckRow row) => row.Reason.Replace($"/{row.Stage}/{row.Method}{row.Path}.", "", StringComparison.Ordinal);

    private static IEnumerable<(CheckRow Row, string Routes, IReadOnlyList<Caller> Callers)> Fold<TKey>(
        IReadOnlyList<CheckRow> rows, Func<CheckRow, TKey> key) =>
        from byCaller in rows.GroupBy(row => (row.Stage, row.Caller, Key: key(row)))
            .Select(same => (Row: same.First(), Routes: Routes(same), same.Key))
        group byCaller by (byCaller.Key.Stage, byCaller.Routes, byCaller.Key.Key) into byRoutes
        select (byRoutes.First().Row, byRoutes.Key.Routes, (IReadOnlyList<Caller>)[.. byRoutes.Select(same => same.Row.Caller).Distinct()]);

    private static string Routes(IEnumerable<CheckRow> rows) => Listed(
        rows.GroupBy(row => row.Route).Select(route => (route.Key, Methods: route.Select(row => row.Method).Distinct().ToList()))
            .Select(route => $"{(Routing.Verbs.All(route.Methods.Contains) ? "ANY" : string.Join(',', route.Methods))} {route.Key}"));

    // Callers are described as all combinations of a few values if possible; otherwise they are listed.
    private static string Describe(IReadOnlyList<Caller> callers)
    {
        var (endpoints, vpcs, addresses, principals) = (
            Values(callers, c => c.VpcEndpointId), Values(callers, c => c.VpcId), Values(callers, c => c.SourceIp), Values(callers, c => c.Principal ?? "nobody"));
        if (endpoints.Count * vpcs.Count * addresses.Count * principals.Count != callers.Count)
            return Listed(callers.Select(caller => $"{caller}"));

        // Values that the policies do not distinguish are omitted.
        return string.Join("; ", new[]
        {
            $"through {Listed(endpoints.Select(Named))}",
            vpcs is [NamedValues.OtherVpc] ? null : $"in {Listed(vpcs.Select(Named))}",
            addresses is [NamedValues.OtherAddress] ? null : $"from {Listed(addresses)}",
            principals is ["nobody"] ? null : $"signed by {Listed(principals)}",
        }.OfType<string>());
    }

    private static List<string> Values(IEnumerable<Caller> callers, Func<Caller, string> value) => [.. callers.Select(value).Distinct()];

    private static string Named(string id) => id switch
    {
        NamedValues.OtherEndpoint => "any other endpoint",
        NamedValues.OtherVpc => "any other VPC",
        _ => id,
    };

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count <= MostNames ? string.Join(", ", all) : $"{string.Join(", ", all.Take(MostNames - 1))} and {all.Count - MostNames + 1} more";
    }
}
