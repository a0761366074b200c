using PrivateGateway.Policies;

namespace PrivateGateway.Policies.Tests;

/// <summary>Principal, Action and Resource, their negations, and variables.</summary>
public sealed class ElementTests
{
    private const string Bob = "arn:aws:iam::123456789012:user/Bob";
    private const string Session = "arn:aws:sts::123456789012:assumed-role/Reader/session";

    [Theory]
    [InlineData("'*'", "*", true)]
    [InlineData("{ 'AWS': '*' }", "*", true)]
    [InlineData("{ 'AWS': '123456789012' }", "*", false)]
    [InlineData("{ 'AWS': '123456789012' }", Bob, true)]
    [InlineData("{ 'AWS': 'arn:aws:iam::123456789012:root' }", Bob, true)]
    [InlineData("{ 'AWS': 'arn:aws:iam::123456789012:root' }", Session, true)]
    [InlineData("{ 'AWS': ['999999999999', '" + Bob + "'] }", Bob, true)]
    [InlineData("{ 'AWS': '" + Bob + "' }", "arn:aws:iam::123456789012:user/bob", false)]
    [InlineData("{ 'AWS': 'arn:aws:iam::123456789012:role/Reader' }", Session, true)]
    [InlineData("{ 'AWS': 'arn:aws:iam::123456789012:role/team/Reader' }", Session, true)]
    [InlineData("{ 'AWS': 'arn:aws:iam::999999999999:role/Reader' }", Session, false)]
    [InlineData("{ 'AWS': 'arn:aws:iam::123456789012:role/Writer' }", Session, false)]
    [InlineData("{ 'Service': 'events.amazonaws.com' }", Bob, false)]
    [InlineData("{ 'Service': 'events.amazonaws.com', 'AWS': '" + Bob + "' }", Bob, true)]
    public void A_role_includes_its_sessions_and_an_account_its_users(string principal, string caller, bool includes) =>
        Assert.Equal(includes, Allows($"'Principal': {principal}, 'Action': '*', 'Resource': '*'", caller));

    [Theory]
    [InlineData("{ 'AWS': '" + Bob + "' }", Bob, false)]
    [InlineData("{ 'AWS': '" + Bob + "' }", "*", true)]
    [InlineData("{ 'AWS': ['" + Bob + "', '123456789012'] }", "arn:aws:iam::123456789012:user/Alice", true)]
    [InlineData("{ 'AWS': ['arn:aws:iam::123456789012:role/Reader', '123456789012'] }", Session, true)]
    [InlineData("{ 'AWS': ['arn:aws:iam::123456789012:role/Reader', '" + Session + "'] }", Session, false)]
    [InlineData("'*'", Bob, false)]
    public void NotPrincipal_denies_everyone_who_is_not_listed(string principal, string caller, bool denied)
    {
        var policy = Policies.Read($"{{ 'Statement': {{ 'Effect': 'Deny', 'NotPrincipal': {principal}, 'Action': '*', 'Resource': '*' }} }}");

        Assert.Equal(denied ? Verdict.ExplicitDeny : Verdict.ImplicitDeny, Policies.VerdictOf(policy, Policies.By(caller)));
    }

    [Theory]
    [InlineData("'Action': 'execute-api:Invoke'", true)]
    [InlineData("'Action': 'Execute-API:invoke'", true)]
    [InlineData("'Action': ['s3:GetObject', 'execute-api:I*']", true)]
    [InlineData("'Action': 'execute-api:Invok'", false)]
    [InlineData("'Action': 'execute-api:ManageConnections'", false)]
    [InlineData("'NotAction': 'execute-api:ManageConnections'", true)]
    [InlineData("'NotAction': ['execute-api:ManageConnections', 'execute-api:*']", false)]
    public void Actions_ignore_case(string action, bool allows) =>
        Assert.Equal(allows, Allows($"'Principal': '*', {action}, 'Resource': '*'"));

    [Theory]
    [InlineData("'Resource': 'execute-api:/*'", true)]
    [InlineData("'Resource': 'execute-api:/v1/*'", true)]
    [InlineData("'Resource': 'execute-api:/v2/*'", false)]
    [InlineData("'Resource': 'execute-api:/*/GET/pets'", true)]
    [InlineData("'Resource': 'execute-api:/*/POST/*'", false)]
    [InlineData("'Resource': 'execute-api:/v?/GET/pets'", true)]
    [InlineData("'Resource': 'execute-api:/V1/*'", false)]
    [InlineData("'Resource': 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/*'", true)]
    [InlineData("'Resource': 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*'", false)]
    [InlineData("'Resource': 'arn:aws:execute-api:*:*:*'", true)]
    [InlineData("'Resource': 'arn:aws:execute-api:*'", true)]
    [InlineData("'Resource': 'arn:aws:execute-api:*:a1b2c3d4e5/*'", true)]
    [InlineData("'Resource': 'arn:aws:execute-api:*:a1b2c3d4e5/v1/GET/pets'", true)]
    [InlineData("'Resource': 'arn:aws:*:a1b2c3d4e5/v?/*'", true)]
    [InlineData("'Resource': 'arn:aws:execute-api:*:other/*'", false)]
    [InlineData("'Resource': 'arn:aws:execute-api:*-1:a1b2c3d4e5/*'", false)]
    [InlineData("'NotResource': 'execute-api:/v2/*'", true)]
    [InlineData("'NotResource': ['execute-api:/v2/*', 'execute-api:/v1/*']", false)]
    public void Resources_match_segment_by_segment_and_a_final_star_crosses_colons(string resource, bool allows) =>
        Assert.Equal(allows, Allows($"'Principal': '*', 'Action': '*', {resource}"));

    [Theory]
    [InlineData("'${aws:username}'", "pets", true)]
    [InlineData("'${AWS:UserName}'", "pets", true)]
    [InlineData("'p${aws:username}s'", "et", true)]
    [InlineData("'${aws:username}'", "p*", false)]
    [InlineData("'${aws:username}'", null, false)]
    [InlineData("'${aws:username, \\u0027pets\\u0027}'", null, true)]
    [InlineData("'${aws:username, \\u0027pets\\u0027}'", "other", false)]
    [InlineData("'p${*}s'", null, false)]
    [InlineData("'pet${aws:PrincipalTag/ending}'", null, false)]
    public void A_variable_is_replaced_by_the_requests_value_which_is_not_a_wildcard(string pattern, string? username, bool matches)
    {
        var keys = username is null ? [("aws:Referer", "pets")] : new[] { ("aws:Referer", "pets"), ("aws:username", username) };

        Assert.Equal(matches, Policies.Holds($"{{ 'StringLike': {{ 'aws:Referer': {pattern} }} }}", keys));
    }

    [Theory]
    [InlineData("${*}", "*", true)]
    [InlineData("${*}", "anything", false)]
    [InlineData("${?}", "?", true)]
    [InlineData("${$}{aws:username}", "${aws:username}", true)]
    public void Escaped_characters_stand_for_themselves(string pattern, string value, bool matches) =>
        Assert.Equal(matches, Policies.Holds($"{{ 'StringLike': {{ 'aws:Referer': '{pattern}' }} }}", ("aws:Referer", value)));

    [Fact]
    public void A_condition_with_an_unresolved_variable_does_not_hold_even_when_negated()
    {
        Assert.False(Policies.Holds("{ 'StringNotEquals': { 'aws:Referer': '${aws:username}' } }", ("aws:Referer", "pets")));
        Assert.False(Allows("'Principal': '*', 'Action': '*', 'NotResource': 'execute-api:/v1/GET/${aws:username}'"));
    }

    [Fact]
    public void A_thousand_variables_with_a_long_value_are_compared_in_linear_time()
    {
        var policy = Policies.On($"{{ 'StringEquals': {{ 'aws:UserAgent': '{string.Concat(Enumerable.Repeat("${aws:Referer}", 500))}' }} }}");
        var request = Policies.Anonymous(("aws:Referer", new string('a', 10_000)), ("aws:UserAgent", new string('a', 10_000)));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
            Assert.Equal(Verdict.ImplicitDeny, Policies.VerdictOf(policy, request));

        // An earlier version built five million characters for each request: 100 requests took more than ten seconds.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_variable_in_a_resource_is_resolved()
    {
        var policy = Policies.Read(
            "{ 'Version': '2012-10-17', 'Statement': { 'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': 'execute-api:/v1/GET/${aws:username}' } }");

        Assert.Equal(Verdict.Allow, Policies.VerdictOf(policy, Policies.By(Bob, ("aws:username", "pets"))));
        Assert.Equal(Verdict.ImplicitDeny, Policies.VerdictOf(policy, Policies.By(Bob, ("aws:username", "p*"))));
    }

    [Fact]
    public void Before_version_2012_a_variable_is_plain_text()
    {
        var policy = Policies.Read(
            """
            { 'Version': '2008-10-17', 'Statement': { 'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*',
                'Condition': { 'StringEquals': { 'aws:Referer': '${aws:username}' } } } }
            """);

        Assert.Equal(Verdict.Allow, Policies.VerdictOf(policy, Policies.Anonymous(("aws:Referer", "${aws:username}"), ("aws:username", "x"))));
        Assert.Equal(Verdict.ImplicitDeny, Policies.VerdictOf(policy, Policies.Anonymous(("aws:Referer", "x"), ("aws:username", "x"))));
    }

    private static bool Allows(string elements, string caller = "*") => Policies.VerdictOf(
        Policies.Read($"{{ 'Version': '2012-10-17', 'Statement': [{{ 'Effect': 'Allow', {elements} }}] }}"), Policies.By(caller)) == Verdict.Allow;
}
