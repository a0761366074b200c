using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>Templates as tests write them: single quotes stand for double ones.</summary>
internal static class Templates
{
    public static readonly PseudoParameters Pseudo = new("eu-central-1");

    /// <summary>The properties of a private API that every template needs.</summary>
    public const string Api =
        """
        'Type': 'AWS::Serverless::Api',
        'Properties': {
            'StageName': 'v1',
            'EndpointConfiguration': { 'Type': 'PRIVATE' },
            'Auth': { 'ResourcePolicy': { 'CustomStatements': { 'Effect': 'Allow', 'Principal': '*', 'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*' } } }
        }
        """;

    /// <summary>A function whose event is the API's only method.</summary>
    public const string Function =
        """
        'Function': { 'Type': 'AWS::Serverless::Function', 'Properties': { 'Handler': 'PetStore.Api', 'Runtime': 'dotnet10', 'CodeUri': 'src/PetStore.Api',
            'Events': { 'All': { 'Type': 'Api', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'Path': '/{proxy+}', 'Method': 'any' } } } } }
        """;

    /// <summary>A template with these sections and one resource without dependencies.</summary>
    public static ResolvedTemplate Resolve(string sections, params string[] parameters) => ResolvedTemplate.Resolve(
        Parse(sections.Contains("'Resources'", StringComparison.Ordinal)
            ? $"{{ {sections} }}"
            : $"{{ {sections}, 'Resources': {{ 'Topic': {{ 'Type': 'AWS::SNS::Topic' }} }} }}"),
        parameters.Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]),
        Pseudo);

    /// <summary>The resolved value of one output in a template with these sections.</summary>
    public static string Output(string value, string sections = "'Description': ''", params string[] parameters) =>
        Resolve($"{sections}, 'Outputs': {{ 'It': {{ 'Value': {value} }} }}", parameters).Outputs["It"];

    public static PrivateApi Deploy(string resources) => ApiReader.Read(Resolve($"'Resources': {{ {resources} }}"));

    public static TemplateDocument Parse(string text) => TemplateDocument.Parse("it.template", Encoding.UTF8.GetBytes(text.Replace('\'', '"')));

    /// <summary>Asserts that the template is refused with a message that contains each of these texts.</summary>
    public static void Refused(Action resolve, params string[] messages)
    {
        var refused = Assert.Throws<TemplateException>(resolve);
        Assert.All(messages, message => Assert.Contains(message, refused.Message, StringComparison.Ordinal));
    }
}
