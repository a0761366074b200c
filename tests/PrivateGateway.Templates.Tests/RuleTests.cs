namespace PrivateGateway.Templates.Tests;

public sealed class RuleTests
{
    private const string Parameters =
        """
        'Parameters': {
            'Mode': { 'Type': 'String', 'Default': 'open' },
            'Names': { 'Type': 'CommaDelimitedList', 'Default': 'a,b' },
            'VpcA': { 'Type': 'AWS::EC2::VPC::Id', 'Default': 'vpc-0a' },
            'VpcB': { 'Type': 'AWS::EC2::VPC::Id', 'Default': 'vpc-0b' }
        }
        """;

    [Theory]
    [InlineData("{ 'Fn::Equals': [{ 'Ref': 'Mode' }, 'open'] }", true)]
    [InlineData("{ 'Fn::Not': [{ 'Fn::Equals': [{ 'Ref': 'Mode' }, 'open'] }] }", false)]
    [InlineData("{ 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Equals': ['a', 'b'] }] }", false)]
    [InlineData("{ 'Fn::Or': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Equals': ['a', 'b'] }] }", true)]
    [InlineData("{ 'Fn::Contains': [['open', 'closed'], { 'Ref': 'Mode' }] }", true)]
    [InlineData("{ 'Fn::Contains': [['shut', 'closed'], { 'Ref': 'Mode' }] }", false)]
    [InlineData("{ 'Fn::EachMemberIn': [{ 'Ref': 'Names' }, ['a', 'b', 'c']] }", true)]
    [InlineData("{ 'Fn::EachMemberIn': [{ 'Ref': 'Names' }, ['a', 'c']] }", false)]
    [InlineData("{ 'Fn::EachMemberEquals': [{ 'Ref': 'Names' }, 'a'] }", false)]
    [InlineData("{ 'Fn::EachMemberIn': [{ 'Fn::RefAll': 'AWS::EC2::VPC::Id' }, ['vpc-0a', 'vpc-0b']] }", true)]
    [InlineData("{ 'Fn::EachMemberEquals': [{ 'Fn::RefAll': 'AWS::EC2::VPC::Id' }, 'vpc-0a'] }", false)]
    public void A_template_is_refused_when_an_assertion_does_not_hold(string assertion, bool holds)
    {
        if (holds)
            Resolve($"{{ 'Assertions': [{{ 'Assert': {assertion}, 'AssertDescription': 'It must be so.' }}] }}");
        else
            Templates.Refused(() => Resolve($"{{ 'Assertions': [{{ 'Assert': {assertion}, 'AssertDescription': 'It must be so.' }}] }}"), "R: It must be so.");
    }

    [Fact]
    public void A_rule_applies_where_its_condition_holds()
    {
        const string Rule =
            """
            { 'RuleCondition': { 'Fn::Equals': [{ 'Ref': 'Mode' }, 'listed'] }, 'Assertions': [
                { 'Assert': { 'Fn::Contains': [{ 'Ref': 'Names' }, 'z'] }, 'AssertDescription': 'z is missing.' },
                { 'Assert': { 'Fn::Contains': [{ 'Ref': 'Names' }, 'y'] } }] }
            """;

        Resolve(Rule);
        Templates.Refused(() => Resolve(Rule, "Mode=listed"), "Rules: R: z is missing.; R: assertion failed");
    }

    [Theory]
    [InlineData("{ 'Assertions': [] }", "Rules.R: A rule needs a list of Assertions.")]
    [InlineData("{ 'Assertion': [] }", "Rules.R: A rule needs a list of Assertions.")]
    [InlineData("{ 'Condition': 'x', 'Assertions': [{}] }", "Rules.R.Condition: A rule has RuleCondition and Assertions only.")]
    [InlineData("{ 'Assertions': [{}] }", "Rules.R.Assertions[0].Assert: This must be a single function that returns true or false.")]
    [InlineData("{ 'Assertions': [{ 'Assert': { 'Fn::Has': ['a', 'b'] } }] }", "Fn::Has is not a known rule function.")]
    [InlineData("{ 'Assertions': [{ 'Assert': { 'Fn::Contains': ['a'] } }] }", "Fn::Contains takes 2 operands.")]
    [InlineData("{ 'Assertions': [{ 'Assert': { 'Fn::Equals': [{ 'Fn::ValueOf': ['VpcA', 'Tags.a'] }, 'b'] } }] }", "Only AWS knows the attributes of a parameter's resource.")]
    [InlineData("{ 'Assertions': [{ 'Assert': { 'Fn::Equals': [{ 'Ref': 'Topic' }, 'b'] } }] }", "only parameters can be named here")]
    public void An_invalid_rule_is_refused(string rule, string message) => Templates.Refused(() => Resolve(rule), message);

    private static void Resolve(string rule, params string[] parameters) =>
        Templates.Resolve($"{Parameters}, 'Rules': {{ 'R': {rule} }}", parameters);
}
