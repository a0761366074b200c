using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateGateway.Checks;

namespace PrivateGateway.Tool.Checks;

/// <summary>Rows for programs: JSON, and SARIF 2.1.0 for code scanning.</summary>
internal static class CheckJson
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IEnumerable<CheckRow> rows) => Array(rows.Select(row => Row(row)));

    public static string Of(IEnumerable<AccessDifference> differences) => Array(differences.Select(difference =>
    {
        var row = Row(difference.New);
        row["was"] = difference.Old.Decision;
        row["letsIn"] = difference.LetsIn;
        return row;
    }));

    public static string Of(IEnumerable<ExpectationResult> results) => Array(results.Select(result =>
    {
        var row = Row(result.Row);
        row["name"] = result.Expectation.Title;
        row["expected"] = result.Expectation.Expect;
        return row;
    }));

    /// <summary>Warnings, refused rows as notes, and differences that let somebody in as errors.</summary>
    public static string Sarif(
        string template, IEnumerable<CheckWarning> warnings, IEnumerable<CheckRow> rows, IEnumerable<AccessDifference> differences)
    {
        var results = new JsonArray(
        [
            .. warnings.Select(warning => Result(template, warning.Rule, "warning", warning.Message, warning.Line)),
            .. rows.Where(row => !row.IsAllowed).GroupBy(row => (row.DecidedBy, row.Line)).Select(same =>
                Result(template, "refused", "note", $"{same.Count()} calls are refused, {same.First().Method} {same.First().Path} among them, by {same.Key.DecidedBy}: {same.First().Reason}", same.Key.Line)),
            .. differences.GroupBy(difference => (difference.LetsIn, difference.Change, difference.New.DecidedBy, difference.New.Line)).Select(same =>
                Result(template, same.Key.LetsIn ? "let-in" : "shut-out", same.Key.LetsIn ? "error" : "note",
                    $"{same.Key.Change} for {same.Count()} calls, {same.First().New.Method} {same.First().New.Path} by {same.First().New.Caller} among them. {same.Key.DecidedBy}: {same.First().New.Reason}", same.Key.Line)),
        ]);
        var rules = CheckWarnings.Rules.Append(new("refused", "A call is refused."))
            .Append(new("let-in", "The change lets a caller in who was refused.")).Append(new("shut-out", "The change refuses or restricts a caller."));
        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "private-gateway check",
                        ["rules"] = new JsonArray([.. rules.Select(JsonNode (rule) => new JsonObject { ["id"] = rule.Key, ["shortDescription"] = Text(rule.Value) })]),
                    },
                },
                ["results"] = results,
            }),
        }.ToJsonString(Readable);
    }

    private static JsonObject Row(CheckRow row) => new()
    {
        ["stage"] = row.Stage,
        ["method"] = row.Method,
        ["path"] = row.Path,
        ["vpce"] = row.Caller.VpcEndpointId,
        ["sourceIp"] = row.Caller.SourceIp,
        ["principal"] = row.Caller.Principal,
        ["decision"] = row.Decision,
        ["status"] = row.Status,
        ["decidedBy"] = row.DecidedBy,
        ["line"] = row.Line,
        ["reason"] = row.Reason,
    };

    private static JsonObject Result(string template, string rule, string level, string message, int? line) => new JsonObject
    {
        ["ruleId"] = rule,
        ["level"] = level,
        ["message"] = Text(message),
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = template.Replace('\\', '/') },
                ["region"] = new JsonObject { ["startLine"] = line ?? 1 },
            },
        }),
    };

    private static JsonObject Text(string text) => new() { ["text"] = text };

    private static string Array(IEnumerable<JsonNode> rows) => new JsonArray([.. rows]).ToJsonString(Readable);
}
