using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateGateway.Templates;

/// <summary>
/// The policy that SAM writes: the description's own statements, then those of events' <c>Auth.ResourcePolicy</c>, then the API's. Short
/// forms become statements for every method of a path (samtranslator, <c>swagger.py</c>).
/// </summary>
internal static partial class SamResourcePolicy
{
    /// <returns>The policy, and the place in the template that each of its statements comes from.</returns>
    public static (TemplateNode Policy, IReadOnlyList<TemplatePath> Places) Build(ApiContext api, IReadOnlyList<PlacedMethod> methods, TemplateNode ofBody)
    {
        var statements = new List<PlacedStatement>();
        var path = ofBody.Path;
        if (ofBody.Exists)
            statements.AddRange(ofBody["Statement"].ItemsOrSelf().Select(statement => new PlacedStatement(statement.Value!.DeepClone(), statement.Path)));

        if (!ofBody.Exists || api.Resource.Properties["MergeDefinitions"].Flag == true)
            AddEvents(api, statements);

        var own = api.Resource.Properties["Auth"]["ResourcePolicy"];
        if (own.Exists)
        {
            path = own.Path;
            var stage = api.Resource.Properties["StageName"].RequiredText;
            foreach (var resource in methods.GroupBy(method => method.WrittenPath))
                AddShortForms(statements, own, Resources(stage, resource.Key, resource.Select(method => method.Method.HttpMethod)));

            AddCustom(statements, own);
        }

        return statements.Count == 0 ? default
            : (new(path ?? api.Resource.Path, new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements.Select(placed => placed.Statement)]) }),
                [.. statements.Select(placed => placed.Place)]);
    }

    // An event's statements cover the methods that its path has so far, in the order of the template.
    private static void AddEvents(ApiContext api, List<PlacedStatement> statements)
    {
        // SAM writes the literal stage name; for an intrinsic it writes "Stage", which then matches nothing.
        var stage = api.Resource.Properties["StageName"].Literal ?? "Stage";
        var methods = new List<(string Path, string Method)>();
        foreach (var written in SamEvents.Of(api))
        {
            methods.Add((written.ResourcePath, written.HttpMethod));
            var policy = written.Properties["Auth"]["ResourcePolicy"];
            AddShortForms(statements, policy, Resources(stage, written.ResourcePath, methods.Where(m => m.Path == written.ResourcePath).Select(m => m.Method)));
            AddCustom(statements, policy);
        }
    }

    private static void AddShortForms(List<PlacedStatement> statements, TemplateNode policy, JsonArray resources)
    {
        foreach (var (name, node) in policy.Members())
        {
            switch (name)
            {
                case "AwsAccountWhitelist" or "AwsAccountBlacklist":
                    statements.Add(new(Statement(name == "AwsAccountWhitelist" ? "Allow" : "Deny", new JsonObject { ["AWS"] = Values(node) }, resources, null), node.Path));
                    break;
                case "IpRangeWhitelist" or "IpRangeBlacklist":
                    AddDeny(statements, node.Path, resources, name == "IpRangeWhitelist" ? "NotIpAddress" : "IpAddress", new JsonObject { ["aws:SourceIp"] = Values(node) });
                    break;
                case "CustomStatements" or "SourceVpcWhitelist" or "SourceVpcBlacklist" or "IntrinsicVpcWhitelist" or "IntrinsicVpceWhitelist"
                    or "IntrinsicVpcBlacklist" or "IntrinsicVpceBlacklist":
                    break;
                default:
                    throw new TemplateException(node.Path, $"ResourcePolicy has no property {name}.");
            }
        }

        AddEndpoints(statements, policy, resources, "Blacklist", "StringEquals");
        AddEndpoints(statements, policy, resources, "Whitelist", "StringNotEquals");

        static JsonArray Values(TemplateNode list) => [.. list.ItemsOrSelf().Select(item => item.Value!.DeepClone())];
    }

    // VPCs and endpoints share one condition; negated, it admits a caller who matches either.
    private static void AddEndpoints(List<PlacedStatement> statements, TemplateNode policy, JsonArray resources, string list, string conditional)
    {
        var plain = Plain(policy[$"SourceVpc{list}"]).ToList();
        List<string> vpcs = [.. plain.Where(id => id.StartsWith("vpc-", StringComparison.Ordinal)), .. Listed(policy[$"IntrinsicVpc{list}"])];
        List<string> endpoints = [.. plain.Where(id => id.StartsWith("vpce-", StringComparison.Ordinal)), .. Listed(policy[$"IntrinsicVpce{list}"])];
        var condition = new JsonObject();
        if (vpcs.Count > 0)
            condition["aws:SourceVpc"] = new JsonArray([.. vpcs]);
        if (endpoints.Count > 0)
            condition["aws:SourceVpce"] = new JsonArray([.. endpoints]);
        if (condition.Count > 0)
            AddDeny(statements, policy.Members().First(member => member.Name.EndsWith(list, StringComparison.Ordinal)).Node.Path, resources, conditional, condition);
    }

    // SAM needs ids here when it transforms the template.
    private static IEnumerable<string> Plain(TemplateNode ids) =>
        ids.Written is JsonArray && ids.Items().FirstOrDefault(id => id.Literal is null && !id.IsParameter) is { Exists: true } call
            ? throw new TemplateException(call.Path, $"{ids.Path.Segment} must be a list of strings. Use {ids.Path.Segment.Replace("Source", "Intrinsic", StringComparison.Ordinal)} instead for values that use intrinsic functions.")
            : Listed(ids);

    // SAM extends a Python list by the value before CloudFormation resolves it. Of a list that adds the items; of a function that returns
    // a list, such as Fn::Split, the function's name; of a text, and so of a list parameter, each letter.
    private static IEnumerable<string> Listed(TemplateNode ids) => ids.Written switch
    {
        null => [],
        JsonArray => ids.Items().Select(Inlined),
        JsonObject call when !ids.IsParameter => call.Select(member => member.Key),
        _ => Inlined(ids).Select(letter => letter.ToString()),
    };

    // A list parameter's value is the text that was given.
    private static string Inlined(TemplateNode id) => id.IsParameter && id.Value is JsonArray list ? string.Join(',', list) : id.RequiredText;

    private static void AddDeny(List<PlacedStatement> statements, TemplatePath place, JsonArray resources, string conditional, JsonObject condition)
    {
        AddNew(statements, new(Statement("Allow", "*", resources, null), place));
        AddNew(statements, new(Statement("Deny", "*", resources, new JsonObject { [conditional] = condition }), place));
    }

    private static void AddCustom(List<PlacedStatement> statements, TemplateNode policy)
    {
        foreach (var statement in policy["CustomStatements"].ItemsOrSelf())
            AddNew(statements, new(statement.Value!.DeepClone(), statement.Path));
    }

    private static void AddNew(List<PlacedStatement> statements, PlacedStatement statement)
    {
        if (!statements.Exists(other => JsonNode.DeepEquals(other.Statement, statement.Statement)))
            statements.Add(statement);
    }

    private static JsonObject Statement(string effect, JsonNode principal, JsonArray resources, JsonObject? condition)
    {
        var statement = new JsonObject
        {
            ["Effect"] = effect, ["Action"] = "execute-api:Invoke", ["Resource"] = resources.DeepClone(), ["Principal"] = principal.DeepClone(),
        };
        if (condition is not null)
            statement["Condition"] = condition.DeepClone();

        return statement;
    }

    // A path parameter becomes an asterisk.
    private static JsonArray Resources(string stage, string path, IEnumerable<string> methods) =>
        [.. methods.Select(method => (JsonNode)$"execute-api:/{stage}/{(method == "ANY" ? "*" : method)}{Parameter().Replace(path, "*")}")];

    [GeneratedRegex(@"\{[a-zA-Z0-9._-]+\+?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    private readonly record struct PlacedStatement(JsonNode Statement, TemplatePath Place);
}
