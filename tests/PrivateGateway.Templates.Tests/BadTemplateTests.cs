using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

public sealed class BadTemplateTests
{
    [Theory]
    [InlineData("{\n  \"Resources\": {\n", "it.template(3): this is not JSON")]
    [InlineData("{ \"Resources\": {}, }", "this is not JSON")]
    [InlineData("{ \"Resources\": {}, \"Resources\": {} }", "this is not JSON")]
    [InlineData("<template/>", "this is not JSON")]
    [InlineData("[]", "a template is an object")]
    [InlineData("{}", "At least one Resources member must be defined.")]
    [InlineData("{ \"Resources\": {} }", "At least one Resources member must be defined.")]
    [InlineData("{ \"Resources\": [] }", "Resources: This section must be an object.")]
    [InlineData("{ \"Resource\": {} }", "Invalid template property or properties [Resource].")]
    public void A_file_that_is_not_a_template_is_refused(string text, string message) => Templates.Refused(() => Parse("it.template", text), message);

    [Fact]
    public void A_missing_template_is_refused() => Templates.Refused(
        () => DeployedTemplate.Load("no-such.template", new Dictionary<string, string>()), "no-such.template: template not found.");

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
    public void A_template_with_excessive_nesting_is_refused() =>
        Templates.Refused(() => Parse("it.template", $"{{ \"Resources\": {new string('[', 100_000)}"), "this is not JSON");

    [Fact]
    public void A_byte_order_mark_is_ignored() => Assert.Single(
        TemplateDocument.Parse("it.template", [.. Encoding.UTF8.Preamble, .. """{ "Resources": { "T": { "Type": "AWS::SNS::Topic" } } }"""u8]).Section("Resources"));

    [Fact]
    public void A_circular_reference_is_refused() => Templates.Refused(
        () => _ = Templates.Output(
            "{ 'Ref': 'A' }",
            "'Resources': { 'A': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'TopicName': { 'Ref': 'B' } } }, 'B': { 'Type': 'AWS::SNS::Topic', 'Properties': { 'TopicName': { 'Ref': 'A' } } } }"),
        "Circular dependency between resources: [A, B]");

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
    [InlineData("'A': 'AWS::SNS::Topic'", "Resources.A: A resource must be an object.")]
    [InlineData("'A': { 'Properties': {} }", "Resources.A: Every resource needs a Type.")]
    [InlineData("'A': { 'Type': 'AWS::SNS::Topic', 'Properties': [] }", "Resources.A.Properties: Properties must be an object.")]
    public void An_invalid_resource_is_refused(string resources, string message) =>
        Templates.Refused(() => Templates.Resolve($"'Resources': {{ {resources} }}"), message);

    private static void Parse(string name, string text) => TemplateDocument.Parse(name, Encoding.UTF8.GetBytes(text));
}
