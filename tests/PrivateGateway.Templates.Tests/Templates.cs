using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>Templates as tests write them: single quotes stand for double ones.</summary>
internal static class Templates
{
    public static readonly PseudoParameters Pseudo = new("eu-central-1");

    /// <summary>The members of a private API's properties that no test is about.</summary>
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

    /// <summary>A template of these sections, and of a resource that needs nothing.</summary>
    public static ResolvedTemplate Resolve(string sections, params string[] parameters) => ResolvedTemplate.Resolve(
        Parse(sections.Contains("'Resources'", StringComparison.Ordinal)
            ? $"{{ {sections} }}"
            : $"{{ {sections}, 'Resources': {{ 'Topic': {{ 'Type': 'AWS::SNS::Topic' }} }} }}"),
        parameters.Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]),
        Pseudo);

    /// <summary>What one output's value comes to, beside these sections.</summary>
    public static string Output(string value, string sections = "'Description': ''", params string[] parameters) =>
        Resolve($"{sections}, 'Outputs': {{ 'It': {{ 'Value': {value} }} }}", parameters).Outputs["It"];

    public static PrivateApi Deploy(string resources) => ApiReader.Read(Resolve($"'Resources': {{ {resources} }}"));

    public static TemplateDocument Parse(string text) => TemplateDocument.Parse("it.template", Encoding.UTF8.GetBytes(text.Replace('\'', '"')));

    /// <summary>That the template is refused, for a reason that holds each of these texts.</summary>
    public static void Refused(Action resolve, params string[] messages)
    {
        var refused = Assert.Throws<TemplateException>(resolve);
        Assert.All(messages, message => Assert.Contains(message, refused.Message, StringComparison.Ordinal));
    }
}
