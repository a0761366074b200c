using System.Text;
using System.Text.Json.Nodes;
using PrivateGateway.Templates;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>A template as written, possibly with an injected fault, and its resolved form for given parameter values.</summary>
public sealed class TemplateUnderTest
{
    private static readonly PseudoParameters Pseudo = new("eu-west-1");
    private readonly string _name;

    private TemplateUnderTest(string name, JsonObject root) => (_name, Root) = (name, root);

    /// <summary>The template as written, without anything resolved.</summary>
    public JsonObject Root { get; }

    public static TemplateUnderTest Api() => Load("serverless.template");

    public static TemplateUnderTest Endpoint() => Load("deploy", "vpc-endpoint.template");

    public static TemplateUnderTest Load(params string[] path) =>
        new(path[^1], JsonNode.Parse(File.ReadAllText(Repository.PathTo(path)))!.AsObject());

    /// <summary>A resource's properties, as written.</summary>
    public JsonObject Properties(string logicalId) => Root["Resources"]![logicalId]!["Properties"]!.AsObject();

    /// <param name="parameters">Key=Value; the others have their defaults.</param>
    internal ResolvedTemplate Resolve(params string[] parameters) => ResolvedTemplate.Resolve(
        TemplateDocument.Parse(_name, Encoding.UTF8.GetBytes(Root.ToJsonString())),
        parameters.Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]),
        Pseudo);

    /// <summary>The template as a private API that lets one endpoint in, unless the parameters differ.</summary>
    internal PrivateApi Deploy(params string[] parameters) => ApiReader.Read(Resolve(parameters));
}
