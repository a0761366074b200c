using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

public sealed class YamlTests
{
    [Theory]
    [InlineData("!Ref Name", "shop")]
    [InlineData("!Sub '${Name}-${AWS::Region}'", "shop-eu-central-1")]
    [InlineData("!Sub [ '${A}', { A: !Ref Name } ]", "shop")]
    [InlineData("!Join [ '-', [ a, !Ref Name ] ]", "a-shop")]
    [InlineData("!Select [ 1, !Split [ ',', 'a,b' ] ]", "b")]
    [InlineData("!If [ Yes1, a, b ]", "a")]
    [InlineData("!FindInMap [ Map, one, Key ]", "value")]
    [InlineData("!GetAtt Topic.TopicName", "topic")]
    [InlineData("!GetAtt [ Topic, TopicName ]", "topic")]
    [InlineData("!Base64 shop", "c2hvcA==")]
    [InlineData("{ 'Fn::Sub': '${Name}' }", "shop")]
    [InlineData("012345678901", "012345678901")]
    [InlineData("1.10", "1.10")]
    [InlineData("2012-10-17", "2012-10-17")]
    [InlineData("true", "true")]
    [InlineData("'true'", "true")]
    [InlineData("!!str 1", "1")]
    [InlineData("&anchor text", "text")]
    [InlineData("|\n      two\n      lines", "two\nlines")]
    public void A_value_is_read_as_CloudFormation_reads_it(string written, string value) => Assert.Equal(value, Resolve(written).Outputs["It"]);

    [Theory]
    [InlineData("Resources:\n  A: {Type: X}\n  A: {Type: Y}\n", "it.yaml(3): the key 'A' is defined twice.")]
    [InlineData("Resources:\n  A: &a {Type: X}\n  B: *a\n", "it.yaml(3): CloudFormation does not support YAML aliases (*a): write the value out.")]
    [InlineData("Resources:\n  A:\n    <<: {Type: X}\n", "it.yaml(3): CloudFormation does not support YAML hash merges")]
    [InlineData("Resources:\n\tA: {Type: X}\n", "it.yaml(2): this is not YAML: lines are indented with spaces")]
    [InlineData("Resources: {}\n---\nResources: {}\n", "it.yaml(2): a template is one YAML document")]
    [InlineData("Resources:\n  A: !Reff B\n", "it.yaml(2): There is no intrinsic function named !Reff.")]
    [InlineData("Resources:\n  A: !!binary aGk=\n", "it.yaml(2): CloudFormation does not support the YAML tag !!binary.")]
    [InlineData("Resources: [\n", "this is not YAML")]
    [InlineData("Resources: [\nResources:\n  Api:\n    Type: A\n", "this is not YAML")]
    [InlineData("- a\n", "a template is an object")]
    [InlineData("", "the file is empty")]
    [InlineData("? [a]\n: b\n", "a key must be a string")]
    public void Invalid_YAML_is_reported_in_one_line(string text, string message)
    {
        var refused = Assert.Throws<TemplateException>(() => Parse(text));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void A_billion_laughs_document_is_refused_at_its_first_alias()
    {
        var bomb = new StringBuilder("a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (var c = 'b'; c <= 'j'; c++)
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"{c}: &{c} [{string.Join(", ", Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n");

        Templates.Refused(() => Parse(bomb.ToString()), "it.yaml(2): CloudFormation does not support YAML aliases (*a)");
    }

    [Fact]
    public void Excessive_nesting_is_refused() => Templates.Refused(() => Parse($"Resources: {new string('[', 5_000)}"), "nested at most");

    [Fact]
    public void An_error_names_the_line_of_the_users_file() => Templates.Refused(
        () => _ = Resolve("!Sub\n      - '${A}'\n      - A: !Ref Dangling").Outputs["It"], "it.yaml(14): Outputs.It.Value.Fn::Sub[1].A.Ref: Unresolved");

    [Fact]
    public void A_null_property_is_absent()
    {
        var template = Resolve("x");

        Assert.False(template.Resources["Topic"].Properties["DisplayName"].Exists);
    }

    private static ResolvedTemplate Resolve(string value) => ResolvedTemplate.Resolve(
        Parse(
            $$"""
            Parameters: { Name: { Type: String, Default: shop } }
            Mappings: { Map: { one: { Key: value } } }
            Conditions: { Yes1: !Equals [ a, a ] }
            Resources:
              Topic:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: topic
                  DisplayName:
            Outputs:
              It:
                Value: {{value}}
            """),
        new Dictionary<string, string>(), Templates.Pseudo);

    private static TemplateDocument Parse(string text) => TemplateDocument.Parse("it.yaml", Encoding.UTF8.GetBytes(text));
}
