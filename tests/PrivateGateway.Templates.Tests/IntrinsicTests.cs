namespace PrivateGateway.Templates.Tests;

public sealed class IntrinsicTests
{
    private const string Sections =
        """
        'Parameters': { 'Name': { 'Type': 'String', 'Default': 'pets' }, 'Mode': { 'Type': 'String', 'Default': 'b' } },
        'Mappings': { 'Sizes': { 'small': { 'Memory': 128, 'Zones': ['a', 'b'] } } },
        'Conditions': {
            'IsA': { 'Fn::Equals': [{ 'Ref': 'Mode' }, 'a'] },
            'IsNotA': { 'Fn::Not': [{ 'Condition': 'IsA' }] },
            'Both': { 'Fn::And': [{ 'Condition': 'IsNotA' }, { 'Fn::Equals': [1, '1'] }] },
            'Either': { 'Fn::Or': [{ 'Condition': 'IsA' }, { 'Fn::Equals': [{ 'Fn::FindInMap': ['Sizes', 'small', 'Memory'] }, '128'] }] }
        },
        'Resources': {
            'Made': { 'Type': 'AWS::SNS::Topic', 'Condition': 'IsNotA', 'Properties': { 'TopicName': { 'Fn::Sub': '${Name}-topic' } } },
            'NotMade': { 'Type': 'AWS::SNS::Topic', 'Condition': 'IsA' },
            'Table': { 'Type': 'AWS::DynamoDB::Table' }
        }
        """;

    [Theory]
    [InlineData("{ 'Ref': 'Name' }", "pets")]
    [InlineData("{ 'Ref': 'AWS::Region' }", "eu-central-1")]
    [InlineData("{ 'Ref': 'AWS::AccountId' }", "123456789012")]
    [InlineData("{ 'Ref': 'AWS::Partition' }", "aws")]
    [InlineData("{ 'Ref': 'AWS::URLSuffix' }", "amazonaws.com")]
    [InlineData("{ 'Ref': 'AWS::StackName' }", "local")]
    [InlineData("{ 'Ref': 'Made' }", "arn:aws:sns:eu-central-1:123456789012:pets-topic")]
    [InlineData("{ 'Fn::GetAtt': ['Made', 'TopicName'] }", "pets-topic")]
    [InlineData("{ 'Fn::GetAtt': 'Made.TopicName' }", "pets-topic")]
    [InlineData("{ 'Fn::Sub': '${Name}/${AWS::Region}/${Made.TopicName}/${!literal}/$x' }", "pets/eu-central-1/pets-topic/${literal}/$x")]
    [InlineData("{ 'Fn::Sub': ['${A}${Name}', { 'A': { 'Ref': 'AWS::Region' } }] }", "eu-central-1pets")]
    [InlineData("{ 'Fn::Sub': '' }", "")]
    [InlineData("{ 'Fn::Join': ['-', ['a', { 'Ref': 'Name' }, { 'Ref': 'AWS::NoValue' }, 1]] }", "a-pets-1")]
    [InlineData("{ 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b,c'] }] }", "b")]
    [InlineData("{ 'Fn::Select': ['0', ['a', 'b']] }", "a")]
    [InlineData("{ 'Fn::If': ['IsA', 'yes', 'no'] }", "no")]
    [InlineData("{ 'Fn::If': ['Both', { 'Ref': 'Name' }, { 'Ref': 'Dangling' }] }", "pets")]
    [InlineData("{ 'Fn::If': ['Either', 'yes', 'no'] }", "yes")]
    [InlineData("{ 'Fn::FindInMap': ['Sizes', 'small', 'Memory'] }", "128")]
    [InlineData("{ 'Fn::Join': ['', { 'Fn::FindInMap': ['Sizes', 'small', 'Zones'] }] }", "ab")]
    [InlineData("{ 'Fn::Base64': 'pets' }", "cGV0cw==")]
    [InlineData("{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }", "eu-central-1a")]
    [InlineData("{ 'Fn::Join': [' ', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }] }", "10.0.0.0/24 10.0.1.0/24")]
    [InlineData("{ 'Fn::Select': [3, { 'Fn::Cidr': ['192.168.0.0/24', '4', '5'] }] }", "192.168.0.96/27")]
    [InlineData("{ 'Fn::Select': [1, { 'Fn::Cidr': ['2001:db8::/56', 2, 64] }] }", "2001:db8:0:1::/64")]
    [InlineData("{ 'Fn::Length': { 'Fn::Split': [',', 'a,b,c'] } }", "3")]
    [InlineData("{ 'Fn::ToJsonString': { 'a': { 'Ref': 'Name' }, 'b': [1, { 'Ref': 'AWS::NoValue' }] } }", "{\"a\":\"pets\",\"b\":[1]}")]
    [InlineData("{ 'Fn::FindInMap': ['Sizes', 'large', 'Memory', { 'DefaultValue': '7' }] }", "7")]
    [InlineData("{ 'Fn::Select': [0, ['a', { 'Fn::ImportValue': 'never-needed' }]] }", "a")]
    [InlineData("{ 'Ref': { 'Fn::Join': ['', ['Na', 'me']] } }", "pets")]
    [InlineData("{ 'Fn::GetAtt': [{ 'Fn::Sub': 'Made' }, 'TopicName'] }", "pets-topic")]
    public void An_intrinsic_function_resolves_to_its_value(string written, string value) => Assert.Equal(value, Templates.Output(written, Sections));

    [Theory]
    [InlineData("{ 'Ref': 'Dangling' }", "Outputs.It.Value.Ref: Unresolved resource dependencies [Dangling] in the Outputs block of the template")]
    [InlineData("{ 'Ref': 'NotMade' }", "Unresolved resource dependencies [NotMade]")]
    [InlineData("{ 'Ref': 'AWS::Zone' }", "Unresolved resource dependencies [AWS::Zone]")]
    [InlineData("{ 'Ref': ['Name'] }", "Outputs.It.Value.Ref: This must be a string.")]
    [InlineData("{ 'Ref': 'Name', 'Fn::Sub': 'x' }", "must be the only member of its object")]
    [InlineData("{ 'Fn::GetAtt': ['Made', 'Colour'] }", "Only AWS knows !GetAtt Made.Colour. Give it with --value '!GetAtt Made.Colour=...'.")]
    [InlineData("{ 'Fn::GetAtt': ['Dangling', 'Arn'] }", "Unresolved resource dependencies [Dangling]")]
    [InlineData("{ 'Fn::GetAtt': 'Made' }", "Fn::GetAtt needs a resource and an attribute.")]
    [InlineData("{ 'Fn::Sub': '${Dangling}' }", "Unresolved resource dependencies [Dangling]")]
    [InlineData("{ 'Fn::Sub': '${Dangling.Arn}' }", "Unresolved resource dependencies [Dangling]")]
    [InlineData("{ 'Fn::Sub': ['${A}', { 'A': ['x'] }] }", "${A} is not a string.")]
    [InlineData("{ 'Fn::Sub': ['${A}'] }", "Fn::Sub takes a list of 2.")]
    [InlineData("{ 'Fn::Join': ['-', 'a'] }", "Fn::Join[1]: This must resolve to a list.")]
    [InlineData("{ 'Fn::Join': ['-', [['a']]] }", "Every item of Fn::Join must be a string.")]
    [InlineData("{ 'Fn::Select': [2, ['a', 'b']] }", "Fn::Select cannot select an item at index 2 of 2.")]
    [InlineData("{ 'Fn::Select': [-1, ['a', 'b']] }", "at index -1")]
    [InlineData("{ 'Fn::Split': ['', 'a'] }", "Fn::Split needs a delimiter.")]
    [InlineData("{ 'Fn::If': ['Unknown', 'a', 'b'] }", "Unresolved condition dependency [Unknown]")]
    [InlineData("{ 'Fn::If': ['IsA', 'a'] }", "Fn::If takes a list of 3.")]
    [InlineData("{ 'Fn::FindInMap': ['Sizes', 'large', 'Memory'] }", "Unable to get mapping for Sizes::large::Memory")]
    [InlineData("{ 'Fn::Equals': ['a', 'a'] }", "Fn::Equals is allowed in Conditions and Rules only")]
    [InlineData("{ 'Fn::Subb': 'a' }", "Outputs.It.Value.Fn::Subb: There is no intrinsic function named Fn::Subb.")]
    [InlineData("{ 'Fn::ImportValue': 'a' }", "Only AWS knows !ImportValue a. Give it with --value '!ImportValue a=...'.")]
    [InlineData("'{{resolve:ssm:/a}}'", "Only AWS knows {{resolve:ssm:/a}}. Give it with --value")]
    [InlineData("null", "An output needs a Value.")]
    [InlineData("['a']", "This must resolve to a string.")]
    public void A_value_that_cannot_be_resolved_is_an_error_with_its_location(string written, string message) =>
        Templates.Refused(() => Templates.Output(written, Sections), message);

    [Theory]
    [InlineData("{ 'Fn::Equals': [{ 'Ref': 'Topic' }, 'a'] }", "Unresolved dependencies [Topic]: only parameters can be named here.")]
    [InlineData("{ 'Fn::Equals': ['a'] }", "Conditions.C.Fn::Equals: Fn::Equals takes 2 operands.")]
    [InlineData("{ 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }] }", "Fn::And takes 2 to 10 operands.")]
    [InlineData("{ 'Fn::Xor': [] }", "Fn::Xor is not a condition function.")]
    [InlineData("{ 'Condition': 'C' }", "Circular condition dependency: C")]
    [InlineData("{ 'Fn::Not': [{ 'Condition': 'D' }] }", "Circular condition dependency: C, D")]
    [InlineData("true", "Conditions.C: This must be a single function that returns true or false.")]
    public void An_invalid_condition_is_refused_when_something_uses_it(string condition, string message) => Templates.Refused(
        () => Templates.Output("{ 'Fn::If': ['C', 'x', 'y'] }", $"'Conditions': {{ 'C': {condition}, 'D': {{ 'Condition': 'C' }} }}"), message);

    [Fact]
    public void The_error_names_file_and_line() => Templates.Refused(
        () => _ = Templates.Resolve(
            """
            'Resources': {
                'Topic': {
                    'Type': 'AWS::SNS::Topic',
                    'Properties': { 'Tags': [
                        { 'Key': 'a', 'Value': 'b' },
                        { 'Key': 'c', 'Value': { 'Ref': 'Dangling' } }
                    ] }
                }
            }
            """).Resources["Topic"].Properties.Value,
        "it.template(6): Resources.Topic.Properties.Tags[1].Value.Ref: Unresolved");

    [Theory]
    [InlineData("{ 'Fn::ImportValue': { 'Fn::Sub': '${Name}-subnet' } }", "!ImportValue pets-subnet")]
    [InlineData("{ 'Fn::GetAtt': ['Table', 'Colour'] }", "!GetAtt Table.Colour")]
    [InlineData("{ 'Fn::Sub': '${Table.Outputs.Colour}' }", "!GetAtt Table.Outputs.Colour")]
    [InlineData("{ 'Ref': 'Table' }", "!Ref Table")]
    [InlineData("'{{resolve:ssm:/a/b:1}}'", "{{resolve:ssm:/a/b:1}}")]
    public void A_value_that_only_AWS_knows_can_be_supplied(string written, string expression)
    {
        var template = ResolvedTemplate.Resolve(
            Templates.Parse($"{{ {Sections}, 'Outputs': {{ 'It': {{ 'Value': {written} }} }} }}"),
            new Dictionary<string, string>(), Templates.Pseudo, new Dictionary<string, string> { [expression] = "given" });

        Assert.Equal("given", template.Outputs["It"]);
    }

    [Fact]
    public void A_loop_expands_to_one_member_for_each_item()
    {
        var template = Templates.Resolve(
            """
            'Parameters': { 'Names': { 'Type': 'CommaDelimitedList', 'Default': 'a-b,c' } },
            'Resources': { 'Fn::ForEach::Topics': ['Name', { 'Ref': 'Names' }, {
                'Topic&{Name}': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'TopicName': { 'Ref': 'Name' }, 'DisplayName': '${Name}!', 'KmsMasterKeyId': { 'Fn::Sub': 'alias/${Name}' } } } }] }
            """);

        Assert.Equal(["Topicab", "Topicc"], template.Resources.Keys);
        Assert.Equal(("a-b", "a-b!"), (template.Resources["Topicab"].Properties["TopicName"].Text, template.Resources["Topicab"].Properties["DisplayName"].Text));
        // As SAM sees it, which needs texts in places such as an event's path.
        Assert.Equal("alias/c", template.Resources["Topicc"].Properties["KmsMasterKeyId"].Literal);
    }
}
