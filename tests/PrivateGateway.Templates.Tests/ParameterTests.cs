using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("{ 'Type': 'String', 'Default': 'v1' }", null, "v1")]
    [InlineData("{ 'Type': 'String', 'Default': 'v1' }", "v2", "v2")]
    [InlineData("{ 'Type': 'String' }", "a=b=c", "a=b=c")]
    [InlineData("{ 'Type': 'Number', 'Default': 512 }", null, "512")]
    [InlineData("{ 'Type': 'Number' }", "0.01", "0.01")]
    [InlineData("{ 'Type': 'AWS::EC2::VPC::Id' }", "vpc-0123", "vpc-0123")]
    [InlineData("{ 'Type': 'String', 'Default': true, 'AllowedValues': [true, false] }", null, "true")]
    [InlineData("{ 'Type': 'String', 'AllowedPattern': '(vpce-[0-9a-f]+(,vpce-[0-9a-f]+)*)?' }", "vpce-0aaa,vpce-0bbb", "vpce-0aaa,vpce-0bbb")]
    [InlineData("{ 'Type': 'String', 'AllowedPattern': '(vpce-[0-9a-f]+)?' }", "", "")]
    [InlineData("{ 'Type': 'String', 'MinLength': 2, 'MaxLength': '3' }", "abc", "abc")]
    [InlineData("{ 'Type': 'Number', 'MinValue': 1, 'MaxValue': 29 }", "29", "29")]
    public void A_parameter_has_the_value_given_or_its_default(string declaration, string? given, string value) =>
        Assert.Equal(value, Value(declaration, given));

    [Theory]
    [InlineData("CommaDelimitedList", "a, b,c", "a|b|c")]
    [InlineData("CommaDelimitedList", "", "")]
    [InlineData("List<Number>", "1,2", "1|2")]
    [InlineData("List<AWS::EC2::Subnet::Id>", "subnet-0a,subnet-0b", "subnet-0a|subnet-0b")]
    public void A_list_parameter_is_a_list(string type, string given, string joined) => Assert.Equal(
        joined,
        Templates.Output("{ 'Fn::Join': ['|', { 'Ref': 'P' }] }", $"'Parameters': {{ 'P': {{ 'Type': '{type}' }} }}", $"P={given}"));

    [Theory]
    [InlineData("{ 'Type': 'String' }", null, "Parameter P must have a value. Give it with --parameter-overrides 'P=...'.")]
    [InlineData("{ 'Type': 'String', 'AllowedValues': ['a', 'b'] }", "c", "Parameter 'P' must be one of AllowedValues: a, b (given: 'c')")]
    [InlineData("{ 'Type': 'CommaDelimitedList', 'AllowedValues': ['a', 'b'] }", "a,c", "(given: 'c')")]
    [InlineData("{ 'Type': 'String', 'AllowedPattern': '[a-z]+' }", "abc1", "Parameters.P.AllowedPattern: Parameter 'P' must match pattern [a-z]+")]
    [InlineData("{ 'Type': 'String', 'AllowedPattern': '[a-z]+' }", "abc\n", "must match pattern")]
    [InlineData("{ 'Type': 'String', 'AllowedPattern': '[a-z]+', 'ConstraintDescription': 'small letters' }", "1", ": small letters")]
    [InlineData("{ 'Type': 'String', 'AllowedPattern': '[a-z' }", "a", "This pattern cannot be used")]
    [InlineData("{ 'Type': 'String', 'AllowedPattern': '(a+)+b' }", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "This pattern cannot be used")]
    [InlineData("{ 'Type': 'String', 'MinLength': 2 }", "a", "must contain at least 2 characters")]
    [InlineData("{ 'Type': 'String', 'MaxLength': 2 }", "abc", "must contain at most 2 characters")]
    [InlineData("{ 'Type': 'Number' }", "ten", "Parameter 'P' must be a number.")]
    [InlineData("{ 'Type': 'Number', 'MinValue': 1 }", "0", "must be a number not less than 1")]
    [InlineData("{ 'Type': 'Number', 'MaxValue': 29 }", "29.5", "must be a number not greater than 29")]
    [InlineData("{ 'Type': 'AWS::EC2::VPC::Id' }", "subnet-0a", "must be an id of the type AWS::EC2::VPC::Id")]
    [InlineData("{ 'Type': 'List<AWS::EC2::Subnet::Id>' }", "subnet-0a,vpc-0b", "it is 'vpc-0b'")]
    [InlineData("{ 'Type': 'Text' }", "a", "CloudFormation has no parameter type Text.")]
    [InlineData("{ 'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '/a' }", null, "Only AWS knows the value of parameter P, which is kept in Systems Manager.")]
    [InlineData("{ 'Default': 'a' }", null, "must contain a Type member")]
    [InlineData("{ 'Type': 'String', 'Defualt': 'a' }", "a", "Parameters.P.Defualt: A parameter has no attribute named Defualt.")]
    [InlineData("'String'", "a", "A parameter's declaration must be an object.")]
    [InlineData("{ 'Type': 'String', 'Default': ['a'] }", null, "This must be a string, a number or a Boolean.")]
    public void A_value_that_CloudFormation_would_refuse_is_refused(string declaration, string? given, string message) =>
        Templates.Refused(() => Value(declaration, given), message);

    [Theory]
    [InlineData("{ 'Type': 'String' }")]
    [InlineData("{ 'Type': 'AWS::EC2::VPC::Id' }")]
    [InlineData("{ 'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '/a' }")]
    public void A_parameter_that_nothing_uses_needs_no_value(string declaration) =>
        Assert.Equal("x", Templates.Output("'x'", $"'Parameters': {{ 'P': {declaration} }}"));

    [Theory]
    [InlineData("AWS::SSM::Parameter::Value<String>", "v", "v")]
    [InlineData("AWS::SSM::Parameter::Value<List<String>>", "a,b", "a|b")]
    public void An_override_replaces_the_value_from_Systems_Manager(string type, string given, string joined) => Assert.Equal(
        joined,
        Templates.Output(
            type.Contains("List<", StringComparison.Ordinal) ? "{ 'Fn::Join': ['|', { 'Ref': 'P' }] }" : "{ 'Ref': 'P' }",
            $"'Parameters': {{ 'P': {{ 'Type': '{type}', 'Default': '/a' }} }}", $"P={given}"));

    [Fact]
    public void A_value_for_an_unknown_parameter_is_refused() => Templates.Refused(
        () => Templates.Output("'x'", "'Parameters': {}", "Stage=v1", "Mode=a"), "Parameters: [Mode, Stage] do not exist in the template");

    [Fact]
    public void A_secret_value_is_not_shown() => Assert.DoesNotContain(
        "hunter2",
        Assert.Throws<TemplateException>(() => Value("{ 'Type': 'String', 'NoEcho': true, 'MinLength': 20 }", "hunter2")).Message,
        StringComparison.Ordinal);

    private static string Value(string declaration, string? given) => Templates.Output(
        "{ 'Ref': 'P' }", $"'Parameters': {{ 'P': {declaration} }}", given is null ? [] : [$"P={given}"]);
}
