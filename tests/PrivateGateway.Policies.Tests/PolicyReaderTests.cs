using System.Text.Json.Nodes;
using PrivateGateway.Policies;

namespace PrivateGateway.Policies.Tests;

/// <summary>A policy that AWS would refuse, or that the evaluator does not support, is refused with the location of the problem.</summary>
public sealed class PolicyReaderTests
{
    private const string Rest = "'Principal': '*', 'Action': '*', 'Resource': '*'";

    [Theory]
    [InlineData("'Effect': 'allow', " + Rest, "Statement.0.Effect: The Effect must be Allow or Deny, not 'allow'.")]
    [InlineData("'Effect': 'Alow', " + Rest, "Statement.0.Effect: The Effect must be Allow or Deny, not 'Alow'.")]
    [InlineData(Rest, "Statement.0.Effect: The Effect must be Allow or Deny, not ''.")]
    [InlineData("'Effect': 'Allow', 'Principle': '*', 'Action': '*', 'Resource': '*'", "Statement.0.Principle: Unknown element Principle in a statement.")]
    [InlineData("'Effect': 'Allow', 'Action': '*', 'Resource': '*'", "Statement.0: The statement has no Principal.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Resource': '*'", "Statement.0: The statement has no Action.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*'", "Statement.0: The statement has no Resource.")]
    [InlineData("'Effect': 'Allow', 'NotAction': '*', " + Rest, "Statement.0: A statement cannot have both Action and NotAction.")]
    [InlineData("'Effect': 'Allow', 'NotPrincipal': '*', 'Action': '*', 'Resource': '*'", "Statement.0.NotPrincipal: NotPrincipal must be used with Effect Deny")]
    [InlineData("'Effect': 'Allow', 'Principal': 'arn:aws:iam::1:root', 'Action': '*', 'Resource': '*'", "Statement.0.Principal: ")]
    [InlineData("'Effect': 'Allow', 'Principal': { 'Aws': '*' }, 'Action': '*', 'Resource': '*'", "Statement.0.Principal.Aws: Unknown type of principal Aws.")]
    [InlineData("'Effect': 'Allow', 'Principal': { 'AWS': ['arn:aws:iam::123456789012:user/B*'] }, 'Action': '*', 'Resource': '*'", "Statement.0.Principal.AWS.0: ")]
    [InlineData("'Effect': 'Allow', 'Principal': { 'AWS': 'Bob' }, 'Action': '*', 'Resource': '*'", "Statement.0.Principal.AWS: 'Bob' is not an account")]
    [InlineData("'Effect': 'Allow', 'Principal': {}, 'Action': '*', 'Resource': '*'", "Statement.0.Principal: ")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': 'Invoke', 'Resource': '*'", "Statement.0.Action: 'Invoke' is neither an action")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': [], 'Resource': '*'", "Statement.0.Action: This must be a string or a list of strings.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': [7], 'Resource': '*'", "Statement.0.Action.0: This must be a string.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'pets'", "Statement.0.Resource: 'pets' is neither an ARN nor *.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'arn:aws:execute-api'", "Statement.0.Resource: 'arn:aws:execute-api' has 3 segments")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'execute-api:/${aws:usrname}'", "Statement.0.Resource: Unknown condition key aws:usrname.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'execute-api:/${username'", "Statement.0.Resource: ")]
    public void An_invalid_statement_is_refused_with_its_location(string elements, string message) =>
        Refused($"{{ 'Version': '2012-10-17', 'Statement': [{{ {elements} }}] }}", message);

    [Theory]
    [InlineData("{ 'StringEqual': { 'aws:SourceVpce': 'a' } }", "StringEqual: Unknown condition operator StringEqual.")]
    [InlineData("{ 'StringNotEqualsIfExist': { 'aws:SourceVpce': 'a' } }", "Unknown condition operator StringNotEqualsIfExist.")]
    [InlineData("{ 'ForEachValue:StringEquals': { 'aws:TagKeys': 'a' } }", "Unknown condition operator ForEachValue:StringEquals.")]
    [InlineData("{ 'NullIfExists': { 'aws:SourceVpce': 'true' } }", "Null cannot be combined with IfExists")]
    [InlineData("{ 'StringEquals': { 'aws:SourceVpcEndpoint': 'a' } }", "StringEquals.aws:SourceVpcEndpoint: Unknown condition key aws:SourceVpcEndpoint.")]
    [InlineData("{ 'StringEquals': { 'aws:PrincipalTag/': 'a' } }", "Unknown condition key aws:PrincipalTag/.")]
    [InlineData("{ 'StringEquals': { 'aws:SourceVpce': 'a', 'aws:sourcevpce': 'b' } }", "aws:sourcevpce appears twice")]
    [InlineData("{ 'StringEquals': { 'aws:SourceVpce': { 'x': 'a' } } }", "The value of a condition key")]
    [InlineData("{ 'StringEquals': 'aws:SourceVpce' }", "StringEquals: An operator must be an object of condition keys.")]
    [InlineData("{ 'NumericEquals': { 'aws:EpochTime': ['1', 'ten'] } }", "NumericEquals.aws:EpochTime.1: 'ten' is not a numeric value.")]
    [InlineData("{ 'NumericEquals': { 'aws:EpochTime': '${aws:username}' } }", "is not a numeric value")]
    [InlineData("{ 'NumericEquals': { 'aws:EpochTime': '1e999' } }", "is not a numeric value")]
    [InlineData("{ 'DateLessThan': { 'aws:CurrentTime': 'yesterday' } }", "'yesterday' is not a date value.")]
    [InlineData("{ 'Bool': { 'aws:SecureTransport': 'yes' } }", "'yes' is neither true nor false.")]
    [InlineData("{ 'Null': { 'aws:SourceVpce': 'maybe' } }", "'maybe' is neither true nor false.")]
    [InlineData("{ 'BinaryEquals': { 'aws:Referer': '***' } }", "'***' is not base64.")]
    [InlineData("{ 'IpAddress': { 'aws:VpcSourceIp': '10.0.0.0/33' } }", "'10.0.0.0/33' is neither an IP address nor a CIDR range.")]
    [InlineData("{ 'IpAddress': { 'aws:VpcSourceIp': '10.0.0.256' } }", "'10.0.0.256' is neither")]
    [InlineData("{ 'NotIpAddress': { 'aws:VpcSourceIp': '' } }", "'' is neither")]
    [InlineData("{ 'ArnLike': { 'aws:SourceArn': '*' } }", "'*' is not an ARN of six segments.")]
    [InlineData("{ 'StringLike': { 'aws:Referer': '${aws:username' } }", "contains a malformed policy variable")]
    public void An_invalid_condition_is_refused_with_its_location(string condition, string message) => Refused(
        $$"""{ 'Version': '2012-10-17', 'Statement': [{ 'Effect': 'Deny', {{Rest}}, 'Condition': {{condition}} }] }""", message, "Statement.0.Condition");

    [Theory]
    [InlineData("[]", "A policy must be a JSON object.")]
    [InlineData("{ 'Statement': [] }", "Statement: A policy needs at least one statement.")]
    [InlineData("{ 'Version': '2012-10-18', 'Statement': [{ 'Effect': 'Allow', " + Rest + " }] }", "Version: The Version must be")]
    [InlineData("{ 'Statements': [{ 'Effect': 'Allow', " + Rest + " }] }", "Statements: Unknown element Statements: a policy has")]
    [InlineData("{ 'Statement': ['Allow'] }", "Statement.0: A statement must be an object.")]
    [InlineData("{ 'Statement': [{ 'Sid': 'A', 'Effect': 'Allow', " + Rest + " }, { 'Sid': 'A', 'Effect': 'Deny', " + Rest + " }] }", "must be unique: 'A'")]
    public void An_invalid_policy_is_refused(string policy, string message) => Refused(policy, message);

    [Fact]
    public void A_resource_policy_longer_than_8192_characters_without_white_space_is_refused()
    {
        const string Statement = "{ 'Effect': 'Allow', 'Principal': '*', 'Action': '*',      'Resource': '*' }";
        var fits = string.Join(",", Enumerable.Repeat(Statement, 129));

        Assert.Equal(129, Policies.Read($"{{ 'Statement': [{fits}] }}").Statements.Count);
        Refused($"{{ 'Statement': [{fits}, {Statement}] }}", "The policy has 8205 characters; the limit is 8192.");
    }

    [Fact]
    public void The_policy_of_an_endpoint_may_have_20480_characters_with_its_white_space()
    {
        const string Written = """{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" } }""";
        var fits = Written.PadRight(20_480);

        Assert.Single(PolicyDocument.Parse(fits, PolicyPlace.VpcEndpoint).Statements);
        var refused = Assert.Throws<PolicyException>(() => PolicyDocument.Parse(fits + " ", PolicyPlace.VpcEndpoint));

        Assert.Equal("The policy has 20481 characters; the limit is 20480.", refused.Problem);
    }

    [Fact]
    public void A_variable_with_many_spaces_is_read_in_linear_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
            Refused($"{{ 'Statement': [{{ 'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*', 'Condition': {{ 'StringLike': {{ 'aws:Referer': '${{{new string(' ', 15_000)}' }} }} }}], 'Version': '2012-10-17' }}", "malformed policy variable");

        // An earlier version was quadratic: 20 of these took more than ten seconds.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_policy_can_be_a_string_that_contains_json()
    {
        var policy = PolicyReader.Read(
            JsonValue.Create("""{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" } }"""), PolicyPlace.VpcEndpoint);

        Assert.Equal(Verdict.Allow, Policies.VerdictOf(policy, Policies.Anonymous()));
        Assert.Throws<PolicyException>(() => PolicyReader.Read(JsonValue.Create("{ no json"), PolicyPlace.VpcEndpoint));
    }

    [Fact]
    public void The_policy_of_an_endpoint_cannot_use_the_short_form_of_an_api()
    {
        var policy = JsonNode.Parse("""{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "execute-api:/*" } }""")!;

        var refused = Assert.Throws<PolicyException>(() => PolicyReader.Read(policy, PolicyPlace.VpcEndpoint));

        Assert.StartsWith("Statement.Resource: 'execute-api:/*' is short for an API's ARN", refused.Message, StringComparison.Ordinal);
    }

    private static void Refused(string policy, params string[] messages)
    {
        var refused = Assert.Throws<PolicyException>(() => Policies.Read(policy));

        Assert.All(messages, message => Assert.Contains(message, refused.Message, StringComparison.Ordinal));
    }
}
