namespace PrivateGateway.Policies.Tests;

/// <summary>Each operator, as IAM's documentation of condition operators describes it.</summary>
public sealed class ConditionOperatorTests
{
    [Theory]
    [InlineData("StringEquals", "'vpce-0aaa'", "vpce-0aaa", true)]
    [InlineData("StringEquals", "'vpce-0aaa'", "VPCE-0AAA", false)]
    [InlineData("StringEquals", "['vpce-0bbb', 'vpce-0aaa']", "vpce-0aaa", true)]
    [InlineData("StringEquals", "'vpce-*'", "vpce-0aaa", false)]
    [InlineData("StringEquals", "[]", "vpce-0aaa", false)]
    [InlineData("StringNotEquals", "'vpce-0aaa'", "vpce-0aaa", false)]
    [InlineData("StringNotEquals", "['vpce-0bbb', 'vpce-0aaa']", "vpce-0aaa", false)]
    [InlineData("StringNotEquals", "['vpce-0bbb', 'vpce-0ccc']", "vpce-0aaa", true)]
    [InlineData("StringNotEquals", "[]", "vpce-0aaa", true)]
    [InlineData("StringEqualsIgnoreCase", "'vpce-0aaa'", "VPCE-0AAA", true)]
    [InlineData("StringNotEqualsIgnoreCase", "'vpce-0aaa'", "VPCE-0AAA", false)]
    [InlineData("StringLike", "'vpce-*'", "vpce-0aaa", true)]
    [InlineData("StringLike", "'vpce-0a?a'", "vpce-0aaa", true)]
    [InlineData("StringLike", "'vpce-0a?'", "vpce-0aaa", false)]
    [InlineData("StringLike", "'VPCE-*'", "vpce-0aaa", false)]
    [InlineData("StringLike", "'*a*a*a'", "vpce-0aaa", true)]
    [InlineData("StringLike", "'*a*a*a*a'", "vpce-0aaa", false)]
    [InlineData("StringLike", "'*'", "", true)]
    [InlineData("StringLike", "'?'", "", false)]
    [InlineData("StringNotLike", "['vpc-*', 'vpce-0a*']", "vpce-0aaa", false)]
    [InlineData("stringequals", "'vpce-0aaa'", "vpce-0aaa", true)]
    public void Strings(string name, string wanted, string given, bool holds) => Check(name, "aws:SourceVpce", wanted, given, holds);

    [Theory]
    [InlineData("NumericEquals", "'10'", "10.0", true)]
    [InlineData("NumericEquals", "10", "10", true)]
    [InlineData("NumericEquals", "'10'", "eleven", false)]
    [InlineData("NumericNotEquals", "'10'", "11", true)]
    [InlineData("NumericNotEquals", "['10', '11']", "11", false)]
    [InlineData("NumericLessThan", "'10'", "10", false)]
    [InlineData("NumericLessThan", "'10'", "9.99", true)]
    [InlineData("NumericLessThanEquals", "'10'", "10", true)]
    [InlineData("NumericGreaterThan", "'-1'", "0", true)]
    [InlineData("NumericGreaterThanEquals", "'10'", "9", false)]
    public void Numbers(string name, string wanted, string given, bool holds) => Check(name, "aws:EpochTime", wanted, given, holds);

    [Theory]
    [InlineData("DateEquals", "'2026-01-01T00:00:00Z'", "2026-01-01T01:00:00+01:00", true)]
    [InlineData("DateEquals", "'1767225600'", "2026-01-01T00:00:00Z", true)]
    [InlineData("DateEquals", "'2026-01-01'", "2026-01-01T00:00:00Z", true)]
    [InlineData("DateEquals", "'2026'", "2026-01-01T00:00:00Z", true)]
    [InlineData("DateGreaterThan", "'2026-01'", "2026-06-01T00:00:00Z", true)]
    [InlineData("DateGreaterThan", "'2026-07'", "2026-06-01T00:00:00Z", false)]
    [InlineData("DateNotEquals", "'2026-01-01T00:00:00Z'", "2026-01-02T00:00:00Z", true)]
    [InlineData("DateLessThan", "'2026-01-01T00:00:00Z'", "2025-12-31T23:59:59Z", true)]
    [InlineData("DateLessThan", "'2026-01-01T00:00:00Z'", "2026-01-01T00:00:00Z", false)]
    [InlineData("DateLessThanEquals", "'2026-01-01T00:00:00Z'", "2026-01-01T00:00:00Z", true)]
    [InlineData("DateGreaterThan", "'2026-01-01T00:00:00.5Z'", "2026-01-01T00:00:00.6Z", true)]
    [InlineData("DateGreaterThanEquals", "'2026-01-01T00:00Z'", "2025-01-01T00:00:00Z", false)]
    public void Dates(string name, string wanted, string given, bool holds) => Check(name, "aws:CurrentTime", wanted, given, holds);

    [Theory]
    [InlineData("Bool", "'true'", "true", true)]
    [InlineData("Bool", "true", "true", true)]
    [InlineData("Bool", "'TRUE'", "true", true)]
    [InlineData("Bool", "'false'", "true", false)]
    [InlineData("Null", "'false'", "true", true)]
    [InlineData("Null", "'true'", "true", false)]
    public void Booleans(string name, string wanted, string given, bool holds) => Check(name, "aws:SecureTransport", wanted, given, holds);

    [Theory]
    [InlineData("BinaryEquals", "'QmluYXJ5'", "QmluYXJ5", true)]
    [InlineData("BinaryEquals", "'QmluYXJ5'", "qmluYXJ5", false)]
    [InlineData("BinaryEquals", "'QmluYXJ5'", "no base64!", false)]
    public void Bytes(string name, string wanted, string given, bool holds) => Check(name, "aws:Referer", wanted, given, holds);

    [Theory]
    [InlineData("IpAddress", "'10.0.0.0/8'", "10.255.255.255", true)]
    [InlineData("IpAddress", "'10.0.0.0/8'", "11.0.0.0", false)]
    [InlineData("IpAddress", "'10.1.2.3/8'", "10.9.9.9", true)]
    [InlineData("IpAddress", "'192.168.0.0/23'", "192.168.1.255", true)]
    [InlineData("IpAddress", "'192.168.0.0/23'", "192.168.2.0", false)]
    [InlineData("IpAddress", "'10.1.2.3'", "10.1.2.3", true)]
    [InlineData("IpAddress", "'0.0.0.0/0'", "203.0.113.9", true)]
    [InlineData("IpAddress", "'0.0.0.0/0'", "::1", false)]
    [InlineData("IpAddress", "'2001:db8::/33'", "2001:db8:7fff::1", true)]
    [InlineData("IpAddress", "'2001:db8::/33'", "2001:db8:8000::1", false)]
    [InlineData("IpAddress", "'2001:DB8::1'", "2001:db8:0:0:0:0:0:1", true)]
    [InlineData("IpAddress", "'10.0.0.0/8'", "10.1", false)]
    [InlineData("NotIpAddress", "['10.0.0.0/8', 'fd00::/8']", "fd12::1", false)]
    [InlineData("NotIpAddress", "['10.0.0.0/8', 'fd00::/8']", "192.0.2.1", true)]
    public void Addresses(string name, string wanted, string given, bool holds) => Check(name, "aws:VpcSourceIp", wanted, given, holds);

    [Theory]
    [InlineData("ArnEquals", "'arn:aws:sns:*:123456789012:topic'", "arn:aws:sns:eu-west-1:123456789012:topic", true)]
    [InlineData("ArnLike", "'arn:aws:sns:*:topic'", "arn:aws:sns:eu-west-1:123456789012:topic", null)]
    [InlineData("ArnLike", "'arn:aws:*:*:*:topic'", "arn:aws:sns:eu-west-1:123456789012:topic:sub", false)]
    [InlineData("ArnLike", "'arn:aws:sns:eu-*:*:t?pic'", "arn:aws:sns:eu-west-1:123456789012:topic", true)]
    [InlineData("ArnLike", "'arn:aws:sns:*:*:*'", "no arn", false)]
    [InlineData("ArnNotEquals", "'arn:aws:sns:*:*:other'", "arn:aws:sns:eu-west-1:123456789012:topic", true)]
    [InlineData("ArnNotLike", "'arn:aws:sns:*:*:*'", "arn:aws:sns:eu-west-1:123456789012:topic", false)]
    public void Arns(string name, string wanted, string given, bool? holds)
    {
        if (holds is { } expected)
            Check(name, "aws:SourceArn", wanted, given, expected);
        else
            Assert.Throws<PrivateGateway.Policies.PolicyException>(() => Policies.On($"{{ '{name}': {{ 'aws:SourceArn': {wanted} }} }}"));
    }

    [Theory]
    [InlineData("StringEquals", "'x'", false)]
    [InlineData("StringNotEquals", "'x'", true)]
    [InlineData("StringLike", "'*'", false)]
    [InlineData("StringNotLike", "'*'", true)]
    [InlineData("StringEqualsIfExists", "'x'", true)]
    [InlineData("StringNotEqualsIfExists", "'x'", true)]
    [InlineData("ForAllValues:StringEquals", "'x'", true)]
    [InlineData("ForAllValues:StringNotEquals", "'x'", true)]
    [InlineData("ForAnyValue:StringEquals", "'x'", false)]
    [InlineData("ForAnyValue:StringNotEquals", "'x'", false)]
    [InlineData("ForAnyValue:StringEqualsIfExists", "'x'", false)]
    [InlineData("Null", "'true'", true)]
    [InlineData("Null", "'false'", false)]
    [InlineData("Null", "['true', 'false']", true)]
    public void Each_operator_has_its_documented_result_for_a_missing_key(string name, string wanted, bool holds) =>
        Assert.Equal(holds, Policies.Holds($"{{ '{name}': {{ 'aws:Referer': {wanted} }} }}"));

    [Theory]
    [InlineData("ForAllValues:StringEquals", "['a', 'b']", "a", "b", true)]
    [InlineData("ForAllValues:StringEquals", "['a', 'b']", "a", "c", false)]
    [InlineData("ForAllValues:StringNotEquals", "['a', 'b']", "c", "d", true)]
    [InlineData("ForAllValues:StringNotEquals", "['a', 'b']", "a", "c", false)]
    [InlineData("ForAnyValue:StringEquals", "['a', 'b']", "a", "c", true)]
    [InlineData("ForAnyValue:StringEquals", "['a', 'b']", "c", "d", false)]
    [InlineData("ForAnyValue:StringNotEquals", "['a', 'b']", "a", "c", true)]
    [InlineData("ForAnyValue:StringNotEquals", "['a', 'b']", "a", "b", false)]
    [InlineData("forallvalues:stringlikeifexists", "'?'", "a", "b", true)]
    public void Set_operators_compare_every_value_of_a_key(string name, string wanted, string first, string second, bool holds) =>
        Assert.Equal(holds, Policies.Holds($"{{ '{name}': {{ 'aws:TagKeys': {wanted} }} }}", ("aws:TagKeys", first), ("aws:TagKeys", second)));

    [Theory]
    [InlineData("ForAllValues:StringEquals", true)]
    [InlineData("ForAllValues:StringNotEquals", true)]
    [InlineData("ForAnyValue:StringEquals", false)]
    [InlineData("StringEquals", false)]
    public void An_empty_value_counts_as_no_value_for_ForAllValues(string name, bool holds) =>
        Assert.Equal(holds, Policies.Holds($"{{ '{name}': {{ 'aws:Referer': 'a' }} }}", ("aws:Referer", "")));

    [Fact]
    public void Operators_and_keys_of_one_condition_must_all_hold()
    {
        const string Condition = "{ 'StringEquals': { 'aws:SourceVpce': 'a', 'aws:SourceVpc': 'b' }, 'IpAddress': { 'aws:VpcSourceIp': '10.0.0.0/8' } }";

        Assert.True(Policies.Holds(Condition, ("aws:SourceVpce", "a"), ("aws:SourceVpc", "b"), ("aws:VpcSourceIp", "10.0.0.1")));
        Assert.False(Policies.Holds(Condition, ("aws:SourceVpce", "a"), ("aws:SourceVpc", "b"), ("aws:VpcSourceIp", "11.0.0.1")));
        Assert.False(Policies.Holds(Condition, ("aws:SourceVpce", "a"), ("aws:SourceVpc", "c"), ("aws:VpcSourceIp", "10.0.0.1")));
    }

    // "SourceVpc and SourceVpce in one negated condition": both must differ for the deny to apply, so one match is enough to be let in.
    [Fact]
    public void Two_keys_of_one_negated_operator_deny_only_where_both_differ()
    {
        const string Condition = "{ 'StringNotEquals': { 'aws:SourceVpce': 'a', 'aws:SourceVpc': 'b' } }";

        Assert.False(Policies.Holds(Condition, ("aws:SourceVpce", "a"), ("aws:SourceVpc", "other")));
        Assert.True(Policies.Holds(Condition, ("aws:SourceVpce", "other"), ("aws:SourceVpc", "other")));
    }

    [Fact]
    public void The_case_of_a_key_does_not_matter() =>
        Assert.True(Policies.Holds("{ 'StringEquals': { 'AWS:sourceVPCE': 'a' } }", ("aws:SourceVpce", "a")));

    private static void Check(string name, string key, string wanted, string given, bool holds) =>
        Assert.Equal(holds, Policies.Holds($"{{ '{name}': {{ '{key}': {wanted} }} }}", (key, given)));
}
