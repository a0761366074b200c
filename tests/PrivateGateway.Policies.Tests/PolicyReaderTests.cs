using System.Text.Json.Nodes;
using PrivateGateway.Policies;

namespace PrivateGateway.Policies.Tests;

/// <summary>What AWS would refuse, or what the evaluator does not know, stops the start, with its place.</summary>
public sealed class PolicyReaderTests
{
    private const string Rest = "'Principal': '*', 'Action': '*', 'Resource': '*'";

    [Theory]
    [InlineData("'Effect': 'allow', " + Rest, "Statement.0.Effect: The Effect is Allow or Deny, not 'allow'.")]
    [InlineData("'Effect': 'Alow', " + Rest, "Statement.0.Effect: The Effect is Allow or Deny, not 'Alow'.")]
    [InlineData(Rest, "Statement.0.Effect: The Effect is Allow or Deny, not ''.")]
    [InlineData("'Effect': 'Allow', 'Principle': '*', 'Action': '*', 'Resource': '*'", "Statement.0.Principle: A statement has no element named Principle.")]
    [InlineData("'Effect': 'Allow', 'Action': '*', 'Resource': '*'", "Statement.0: The statement lacks Principal.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Resource': '*'", "Statement.0: The statement lacks Action.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*'", "Statement.0: The statement lacks Resource.")]
    [InlineData("'Effect': 'Allow', 'NotAction': '*', " + Rest, "Statement.0: A statement has Action or NotAction, not both.")]
    [InlineData("'Effect': 'Allow', 'NotPrincipal': '*', 'Action': '*', 'Resource': '*'", "Statement.0.NotPrincipal: NotPrincipal must be used with Effect Deny")]
    [InlineData("'Effect': 'Allow', 'Principal': 'arn:aws:iam::1:root', 'Action': '*', 'Resource': '*'", "Statement.0.Principal: ")]
    [InlineData("'Effect': 'Allow', 'Principal': { 'Aws': '*' }, 'Action': '*', 'Resource': '*'", "Statement.0.Principal.Aws: There is no type of principal named Aws.")]
    [InlineData("'Effect': 'Allow', 'Principal': { 'AWS': ['arn:aws:iam::123456789012:user/B*'] }, 'Action': '*', 'Resource': '*'", "Statement.0.Principal.AWS.0: ")]
    [InlineData("'Effect': 'Allow', 'Principal': { 'AWS': 'Bob' }, 'Action': '*', 'Resource': '*'", "Statement.0.Principal.AWS: 'Bob' is no account")]
    [InlineData("'Effect': 'Allow', 'Principal': {}, 'Action': '*', 'Resource': '*'", "Statement.0.Principal: ")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': 'Invoke', 'Resource': '*'", "Statement.0.Action: 'Invoke' is no action")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': [], 'Resource': '*'", "Statement.0.Action: This must be a string or a list of strings.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': [7], 'Resource': '*'", "Statement.0.Action.0: This must be a string.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'pets'", "Statement.0.Resource: 'pets' is no ARN and not *.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'arn:aws:execute-api'", "Statement.0.Resource: 'arn:aws:execute-api' is an ARN of 3 parts")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'execute-api:/${aws:usrname}'", "Statement.0.Resource: There is no condition key named aws:usrname.")]
    [InlineData("'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'execute-api:/${username'", "Statement.0.Resource: ")]
    public void A_faulty_statement_is_refused_with_its_place(string elements, string message) =>
        Refused($"{{ 'Version': '2012-10-17', 'Statement': [{{ {elements} }}] }}", message);

    [Theory]
    [InlineData("{ 'StringEqual': { 'aws:SourceVpce': 'a' } }", "StringEqual: There is no condition operator named StringEqual.")]
    [InlineData("{ 'StringNotEqualsIfExist': { 'aws:SourceVpce': 'a' } }", "There is no condition operator named StringNotEqualsIfExist.")]
    [InlineData("{ 'ForEachValue:StringEquals': { 'aws:TagKeys': 'a' } }", "There is no condition operator named ForEachValue:StringEquals.")]
    [InlineData("{ 'NullIfExists': { 'aws:SourceVpce': 'true' } }", "Null takes neither IfExists")]
    [InlineData("{ 'StringEquals': { 'aws:SourceVpcEndpoint': 'a' } }", "StringEquals.aws:SourceVpcEndpoint: There is no condition key named aws:SourceVpcEndpoint.")]
    [InlineData("{ 'StringEquals': { 'aws:PrincipalTag/': 'a' } }", "There is no condition key named aws:PrincipalTag/.")]
    [InlineData("{ 'StringEquals': { 'aws:SourceVpce': 'a', 'aws:sourcevpce': 'b' } }", "aws:sourcevpce is there twice")]
    [InlineData("{ 'StringEquals': { 'aws:SourceVpce': { 'x': 'a' } } }", "The values of a condition key")]
    [InlineData("{ 'StringEquals': 'aws:SourceVpce' }", "StringEquals: An operator has an object of condition keys.")]
    [InlineData("{ 'NumericEquals': { 'aws:EpochTime': ['1', 'ten'] } }", "NumericEquals.aws:EpochTime.1: 'ten' is no numeric value.")]
    [InlineData("{ 'NumericEquals': { 'aws:EpochTime': '${aws:username}' } }", "is no numeric value")]
    [InlineData("{ 'NumericEquals': { 'aws:EpochTime': '1e999' } }", "is no numeric value")]
    [InlineData("{ 'DateLessThan': { 'aws:CurrentTime': 'yesterday' } }", "'yesterday' is no date value.")]
    [InlineData("{ 'Bool': { 'aws:SecureTransport': 'yes' } }", "'yes' is neither true nor false.")]
    [InlineData("{ 'Null': { 'aws:SourceVpce': 'maybe' } }", "'maybe' is neither true nor false.")]
    [InlineData("{ 'BinaryEquals': { 'aws:Referer': '***' } }", "'***' is no base64.")]
    [InlineData("{ 'IpAddress': { 'aws:VpcSourceIp': '10.0.0.0/33' } }", "'10.0.0.0/33' is neither an IP address nor a CIDR range.")]
    [InlineData("{ 'IpAddress': { 'aws:VpcSourceIp': '10.0.0.256' } }", "'10.0.0.256' is neither")]
    [InlineData("{ 'NotIpAddress': { 'aws:VpcSourceIp': '' } }", "'' is neither")]
    [InlineData("{ 'ArnLike': { 'aws:SourceArn': '*' } }", "'*' is no ARN of six parts.")]
    [InlineData("{ 'StringLike': { 'aws:Referer': '${aws:username' } }", "has a policy variable that is not written")]
    public void A_faulty_condition_is_refused_with_its_place(string condition, string message) => Refused(
        $$"""{ 'Version': '2012-10-17', 'Statement': [{ 'Effect': 'Deny', {{Rest}}, 'Condition': {{condition}} }] }""", message, "Statement.0.Condition");

    [Theory]
    [InlineData("[]", "A policy is a JSON object.")]
    [InlineData("{ 'Statement': [] }", "Statement: A policy needs at least one statement.")]
    [InlineData("{ 'Version': '2012-10-18', 'Statement': [{ 'Effect': 'Allow', " + Rest + " }] }", "Version: The Version is")]
    [InlineData("{ 'Statements': [{ 'Effect': 'Allow', " + Rest + " }] }", "Statements: A policy has no element named Statements.")]
    [InlineData("{ 'Statement': ['Allow'] }", "Statement.0: A statement is an object.")]
    [InlineData("{ 'Statement': [{ 'Sid': 'A', 'Effect': 'Allow', " + Rest + " }, { 'Sid': 'A', 'Effect': 'Deny', " + Rest + " }] }", "must be unique: 'A'")]
    public void A_faulty_policy_is_refused(string policy, string message) => Refused(policy, message);

    [Fact]
    public void A_policy_longer_than_8192_characters_is_refused_whatever_its_white_space()
    {
        const string Statement = "{ 'Effect': 'Allow', 'Principal': '*', 'Action': '*',      'Resource': '*' }";
        var fits = string.Join(",", Enumerable.Repeat(Statement, 129));

        Assert.Equal(129, Policies.Read($"{{ 'Statement': [{fits}] }}").Statements.Count);
        Refused($"{{ 'Statement': [{fits}, {Statement}] }}", "The policy has 8205 characters; the limit is 8192.");
    }

    [Fact]
    public void A_policy_may_be_a_string_that_holds_json()
    {
        var policy = PolicyReader.Read(
            JsonValue.Create("""{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" } }"""), PolicyPlace.VpcEndpoint);

        Assert.Equal(Verdict.Allow, Policies.VerdictOf(policy, Policies.Anonymous()));
        Assert.Throws<PolicyException>(() => PolicyReader.Read(JsonValue.Create("{ no json"), PolicyPlace.VpcEndpoint));
    }

    [Fact]
    public void An_endpoints_policy_cannot_use_the_short_form_because_it_belongs_to_no_api()
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
