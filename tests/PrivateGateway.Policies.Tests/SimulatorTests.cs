using System.Text.Json.Nodes;
using PrivateGateway.Policies;
using PetStore.Testing;

namespace PrivateGateway.Policies.Tests;

/// <summary>Compares the evaluator with an independent one: @cloud-copilot/iam-simulate.</summary>
public sealed class SimulatorTests
{
    [Fact]
    public async Task Twenty_thousand_generated_policies_and_requests_are_decided_as_the_simulator_decides_them()
    {
        var generator = new PolicyGenerator(seed: 20261122);
        var questions = Enumerable.Range(0, 20_000).Select(_ => generator.Next()).ToList();

        var theirs = await SimulateAsync(questions);
        var ours = questions.Select(q => Evaluate(q.Policy, q.Request)).ToList();

        var disagreements = questions.Select((q, i) => (Question: q, Theirs: theirs[i], Ours: ours[i])).Where(x => x.Theirs != $"{x.Ours}").ToList();
        Assert.True(disagreements.Count == 0, $"{disagreements.Count} disagreements: \n{string.Join('\n', disagreements.Take(5).Select(d =>
            $"theirs {d.Theirs}, ours {d.Ours}\n{d.Question.Policy.ToJsonString()}\n{d.Question.Request.ToJsonString()}"))}");
        foreach (var verdict in Enum.GetValues<Verdict>())
            Assert.InRange(ours.Count(v => v == verdict), 2_000, 16_000);
    }

    /// <summary>
    /// Cases where the simulator differs from AWS's documentation, which the evaluator follows. The generator avoids them. If a newer
    /// simulator agrees with the evaluator, the test fails; then remove the line.
    /// </summary>
    [Fact]
    public async Task Where_the_simulator_differs_the_evaluator_follows_the_documentation()
    {
        (string Judge, string Statement, string Caller, string Keys, Verdict Ours)[] differences =
        [
            // A range of length 0 holds every address of its family.
            ("IAM User Guide, condition operators, IP address: CIDR as in RFC 4632",
                "'Condition': { 'IpAddress': { 'aws:VpcSourceIp': '0.0.0.0/0' } }", "*", "{ 'aws:VpcSourceIp': '10.1.2.3' }", Verdict.Allow),
            ("IAM User Guide, condition operators, NotIpAddress: all addresses except the given address or range",
                "'Condition': { 'NotIpAddress': { 'aws:VpcSourceIp': '10.1.2.3' } }", "*", "{ 'aws:VpcSourceIp': 'fd12::1' }", Verdict.Allow),
            ("IAM User Guide, condition operators, date: ISO 8601, or seconds since 1970",
                "'Condition': { 'DateLessThan': { 'aws:CurrentTime': '1782820800' } }", "*", "{ 'aws:CurrentTime': '2026-01-01T00:00:00Z' }", Verdict.Allow),
            ("IAM User Guide, policy variables, special characters: ${?} is a question mark",
                "'Condition': { 'StringEquals': { 'aws:Referer': 'x${?}' } }", "*", "{ 'aws:Referer': 'x?' }", Verdict.Allow),
            ("IAM User Guide, policy variables: one that cannot be resolved can make the whole statement invalid",
                "'Condition': { 'ArnNotLike': { 'aws:SourceArn': 'arn:aws:iam::123456789012:user/${aws:username}' } }", "*",
                "{ 'aws:SourceArn': 'arn:aws:sns:eu-central-1:123456789012:topic' }", Verdict.ImplicitDeny),
            ("IAM User Guide, Resource: wildcards stand in any part of an ARN",
                "'Resource': 'arn:aws:execute-api:*:*:*/v1/*'", "*", "{}", Verdict.Allow),
            ("IAM User Guide, NotPrincipal: the account is listed beside the excepted user, and its other users stay denied",
                "'Effect': 'Deny', 'Principal': null, 'NotPrincipal': { 'AWS': ['arn:aws:iam::123456789012:user/Bob', 'arn:aws:iam::123456789012:root'] }",
                "arn:aws:iam::123456789012:user/Alice", "{}", Verdict.ExplicitDeny),
            ("IAM User Guide, Resource: a * that ends a segment can expand beyond the colon",
                "'Resource': 'arn:aws:execute-api:*:a1b2c3d4e5/*'", "*", "{}", Verdict.Allow),
            ("IAM User Guide, NotPrincipal: each session of an excepted role must be listed",
                "'Effect': 'Deny', 'Principal': null, 'NotPrincipal': { 'AWS': ['arn:aws:iam::123456789012:role/Reader', 'arn:aws:iam::123456789012:root'] }",
                "arn:aws:sts::123456789012:assumed-role/Reader/session", "{}", Verdict.ExplicitDeny),
            ("IAM User Guide, multivalued context keys: ForAllValues is true for an empty string",
                "'Condition': { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }", "*", "{ 'aws:TagKeys': [''] }", Verdict.Allow),
        ];
        var questions = differences.Select(d => Question(d.Statement, d.Caller, d.Keys)).ToList();

        var theirs = await SimulateAsync(questions);

        for (var i = 0; i < differences.Length; i++)
        {
            Assert.True(differences[i].Ours == Evaluate(questions[i].Policy, questions[i].Request), differences[i].Judge);
            Assert.True($"{differences[i].Ours}" != theirs[i], $"The simulator now agrees: {differences[i].Judge}");
            Assert.True(Enum.TryParse<Verdict>(theirs[i], out _), theirs[i]);
        }
    }

    // One statement with some elements replaced; null removes an element.
    private static (JsonObject Policy, JsonObject Request) Question(string elements, string caller, string keys)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "execute-api:Invoke", ["Resource"] = "*" };
        foreach (var (name, value) in JsonNode.Parse($"{{ {elements.Replace('\'', '"')} }}")!.AsObject())
            statement[name] = value?.DeepClone();

        if (statement["Principal"] is null)
            statement.Remove("Principal");

        var policy = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) };
        return (policy, new JsonObject
        {
            ["principal"] = caller, ["action"] = "execute-api:Invoke", ["resource"] = Policies.Method, ["keys"] = JsonNode.Parse(keys.Replace('\'', '"')),
        });
    }

    private static Verdict Evaluate(JsonObject policy, JsonObject request) =>
        Policies.VerdictOf(PolicyReader.Read(policy, PolicyPlace.Api(Policies.ApiArn)), Policies.Request(request));

    /// <returns>For each question the verdict in the evaluator's terms, or the simulator's error.</returns>
    private static async Task<List<string>> SimulateAsync(List<(JsonObject Policy, JsonObject Request)> questions)
    {
        // Node.js uses one processor for each process.
        var node = await NodeTools.InstallAsync();
        var share = (questions.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount;
        return [.. (await Task.WhenAll(questions.Chunk(share).Select(part => SimulateAsync(node, part)))).SelectMany(verdicts => verdicts)];
    }

    private static async Task<IEnumerable<string>> SimulateAsync(string node, IEnumerable<(JsonObject Policy, JsonObject Request)> questions)
    {
        var directory = Directory.CreateTempSubdirectory("policies");
        try
        {
            var (asked, answered) = (Path.Combine(directory.FullName, "questions"), Path.Combine(directory.FullName, "answers"));
            await File.WriteAllLinesAsync(asked, questions.Select(q =>
                new JsonObject { ["policy"] = q.Policy.DeepClone(), ["request"] = q.Request.DeepClone() }.ToJsonString()));
            var script = Repository.PathTo("tests", "PrivateGateway.Policies.Tests", "simulate.mjs");
            await ChildProcess.RunAsync(node, [script, asked, answered], directory: NodeTools.Directory);
            return (await File.ReadAllLinesAsync(answered)).Select(line => Translate(JsonNode.Parse(line)!));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Translate(JsonNode answer) => answer["verdict"]?.ToString() switch
    {
        "Allowed" or "AllowedForAccount" => $"{Verdict.Allow}",
        "ExplicitlyDenied" or "DeniedForAccount" => $"{Verdict.ExplicitDeny}",
        "ImplicitlyDenied" or "NotApplicable" => $"{Verdict.ImplicitDeny}",
        _ => answer.ToJsonString(),
    };
}
