using System.Text;
using PrivateGateway.Calls;
using PrivateGateway.Checks;

namespace PrivateGateway.Tool.Checks;

/// <summary>Rows for people: those that differ in nothing but the route or the caller are one.</summary>
internal static class CheckText
{
    private const int MostNames = 6;

    public static string Of(IReadOnlyList<CheckRow> rows)
    {
        var everyRoute = Routes(rows);
        var text = new StringBuilder();
        foreach (var (row, routes, callers) in Fold(rows, row => (row.Decision, row.Status, row.DecidedBy, row.Line, row.Reason)))
        {
            var where = row.Line is null ? row.DecidedBy : $"{row.DecidedBy} (line {row.Line})";
            text.AppendLine($"{row.Decision,-8}  {row.Status}  /{row.Stage}  {(routes == everyRoute ? "every route" : routes)}");
            text.AppendLine($"    {Describe(callers)}");
            text.AppendLine($"    {where}: {row.Reason}");
        }

        return text.ToString();
    }

    public static string Of(IReadOnlyList<AccessDifference> differences)
    {
        if (differences.Count == 0)
            return "No call is decided differently.\n";

        var ofCall = differences.ToDictionary(difference => difference.New);
        var text = new StringBuilder();
        foreach (var (row, routes, callers) in Fold([.. ofCall.Keys], row => (ofCall[row].Change, row.DecidedBy, row.Line, row.Reason)))
        {
            text.AppendLine($"{ofCall[row].Change}  /{row.Stage}  {routes}");
            text.AppendLine($"    {Describe(callers)}");
            text.AppendLine($"    was: {ofCall[row].Old.DecidedBy}: {ofCall[row].Old.Reason}");
            text.AppendLine($"    now: {row.DecidedBy}: {row.Reason}");
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
                text.AppendLine($"    expected {expectation.Expect}, is {row.Decision} ({row.Status}): {row.DecidedBy}: {row.Reason}");
        }

        return text.AppendLine($"{results.Count(result => result.IsMet)} of {results.Count} expectations are met.").ToString();
    }

    private static IEnumerable<(CheckRow Row, string Routes, IReadOnlyList<Caller> Callers)> Fold<TKey>(
        IReadOnlyList<CheckRow> rows, Func<CheckRow, TKey> key) =>
        from byCaller in rows.GroupBy(row => (row.Stage, row.Caller, Key: key(row)))
            .Select(same => (Row: same.First(), Routes: Routes(same), same.Key))
        group byCaller by (byCaller.Key.Stage, byCaller.Routes, byCaller.Key.Key) into byRoutes
        select (byRoutes.First().Row, byRoutes.Key.Routes, (IReadOnlyList<Caller>)[.. byRoutes.Select(same => same.Row.Caller).Distinct()]);

    private static string Routes(IEnumerable<CheckRow> rows) => Listed(
        rows.GroupBy(row => row.Route).Select(route => (route.Key, Methods: route.Select(row => row.Method).Distinct().ToList()))
            .Select(route => $"{(Routing.Verbs.All(route.Methods.Contains) ? "ANY" : string.Join(',', route.Methods))} {route.Key}"));

    // The callers are all combinations of a few values, or else they are listed one by one.
    private static string Describe(IReadOnlyList<Caller> callers)
    {
        var (endpoints, vpcs, addresses, principals) = (
            Values(callers, c => c.VpcEndpointId), Values(callers, c => c.VpcId), Values(callers, c => c.SourceIp), Values(callers, c => c.Principal ?? "nobody"));
        if (endpoints.Count * vpcs.Count * addresses.Count * principals.Count != callers.Count)
            return Listed(callers.Select(caller => $"{caller}"));

        var signed = principals is ["nobody"] ? "" : $"; signed by {Listed(principals)}";
        return $"through {Listed(endpoints.Select(Named))}; in {Listed(vpcs.Select(Named))}; from {Listed(addresses)}{signed}";
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
