using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

public sealed class BadTemplateTests
{
    [Theory]
    [InlineData("AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n")]
    [InlineData("---\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n")]
    [InlineData("# PetStore\n\nTransform: AWS::Serverless-2016-10-31\n")]
    public void YAML_is_refused_with_the_command_that_converts_it(string text) => Templates.Refused(
        () => Parse("pets.yaml", text), "pets.yaml: this template is YAML", "cfn-flip -j pets.yaml pets.json");

    [Theory]
    [InlineData("", "it.template(1): this is no JSON")]
    [InlineData("{\n  \"Resources\": {\n", "it.template(3): this is no JSON")]
    [InlineData("{ \"Resources\": {}, }", "this is no JSON")]
    [InlineData("{ \"Resources\": {}, \"Resources\": {} }", "this is no JSON")]
    [InlineData("<template/>", "this is no JSON")]
    [InlineData("[]", "a template is a JSON object")]
    [InlineData("null", "a template is a JSON object")]
    [InlineData("{}", "At least one Resources member must be defined.")]
    [InlineData("{ \"Resources\": {} }", "At least one Resources member must be defined.")]
    [InlineData("{ \"Resources\": [] }", "Resources: This section must be an object.")]
    [InlineData("{ \"Resource\": {} }", "Invalid template property or properties [Resource].")]
    public void What_is_no_template_is_refused(string text, string message) => Templates.Refused(() => Parse("it.template", text), message);

    [Fact]
    public void A_template_that_is_not_there_is_refused() => Templates.Refused(
        () => DeployedTemplate.Load("no-such.template", new Dictionary<string, string>()), "no-such.template: there is no such template.");

    [Fact]
    public void A_huge_template_is_refused_before_it_is_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, new string(' ', 1_048_577));
            Templates.Refused(() => TemplateDocument.Load(path), "a template has at most 1048576 bytes.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_template_nested_without_end_is_refused() =>
        Templates.Refused(() => Parse("it.template", $"{{ \"Resources\": {new string('[', 100_000)}"), "this is no JSON");

    [Fact]
    public void A_byte_order_mark_does_no_harm() => Assert.Single(
        TemplateDocument.Parse("it.template", [.. Encoding.UTF8.Preamble, .. """{ "Resources": { "T": { "Type": "AWS::SNS::Topic" } } }"""u8]).Section("Resources"));

    [Theory]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'TopicName': { 'Ref': 'A' } } }", "[A]")]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'DependsOn': 'B' }, 'B': { 'Type': 'AWS::SNS::Topic', 'DependsOn': ['A'] }", "[A, B]")]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'DisplayName': { 'Fn::Sub': '${B.TopicName}' } } }, 'B': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'DisplayName': { 'Fn::GetAtt': ['A', 'TopicArn'] } } }", "[A, B]")]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'TopicName': { 'Ref': 'B' } } }, 'B': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'TopicName': { 'Ref': 'A' } } }", "[A, B]")]
    [InlineData("'F': { 'Type': 'AWS::Serverless::Function', 'Properties': { 'Policies': [{ 'Ref': 'F' }] } }", "[F, F.Role]")]
    [InlineData("'Api': { " + Templates.Api + " }, 'F': { 'Type': 'AWS::Serverless::Function', 'Properties': { 'Environment': { 'Variables': { 'Id': { 'Ref': 'Api' } } }, 'Events': { 'E': { 'Type': 'Api', 'Properties': { 'RestApiId': { 'Ref': 'Api' } } } } } }", "[Api, F]")]
    public void Resources_that_need_each_other_are_refused(string resources, string members) => Templates.Refused(
        () => Templates.Resolve($"'Resources': {{ {resources} }}"), $"Circular dependency between resources: {members}");

    // The log group needs the API, and the API's stage, a resource of its own, needs the log group.
    [Fact]
    public void A_stage_may_log_to_a_group_that_is_named_after_the_api()
    {
        var template = Templates.Resolve(
            """
            'Resources': {
                'Api': { 'Type': 'AWS::Serverless::Api', 'Properties': { 'StageName': 'v1', 'AccessLogSetting': { 'DestinationArn': { 'Fn::GetAtt': ['Log', 'Arn'] } } } },
                'Log': { 'Type': 'AWS::Logs::LogGroup', 'Properties': { 'LogGroupName': { 'Fn::Sub': '/${Api}/access' } } }
            }
            """);

        Assert.Matches("^/[a-z0-9]{10}/access$", template.Resources["Log"].Properties["LogGroupName"].Text);
    }

    [Theory]
    [InlineData("ApiliveStage")]
    [InlineData("Api.Stage")]
    [InlineData("NotMade")]
    public void A_resource_may_wait_for_what_sam_generates_and_for_what_is_not_made(string needed) => Assert.Equal(2, Templates.Resolve(
        $$"""
        'Conditions': { 'Never': { 'Fn::Equals': ['a', 'b'] } },
        'Resources': {
            'Api': { 'Type': 'AWS::Serverless::Api', 'Properties': { 'StageName': 'live' } },
            'NotMade': { 'Type': 'AWS::SNS::Topic', 'Condition': 'Never' },
            'Waiting': { 'Type': 'AWS::SNS::Topic', 'DependsOn': '{{needed}}' }
        }
        """).Resources.Count);

    [Theory]
    [InlineData("'A': 'AWS::SNS::Topic'", "Resources.A: A resource must be an object.")]
    [InlineData("'A': { 'Properties': {} }", "Resources.A: Every resource needs a Type.")]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'Properties': [] }", "Resources.A.Properties: Properties must be an object.")]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'Tags': null } }", "Resources.A.Properties.Tags: Null values are not allowed in templates.")]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'DependsOn': ['B'] }", "Resources.A.DependsOn[0]: Unresolved resource dependencies [B]")]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'Condition': 'C' }", "Resources.A.Condition: Unresolved condition dependency [C]")]
    public void A_faulty_resource_is_refused(string resources, string message) =>
        Templates.Refused(() => Templates.Resolve($"'Resources': {{ {resources} }}"), message);

    private static void Parse(string name, string text) => TemplateDocument.Parse(name, Encoding.UTF8.GetBytes(text));
}
