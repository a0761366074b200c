using System.Text;
using System.Text.Json.Nodes;
using PrivateGateway.Templates;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>A template as written, possibly with a fault put in, and what it comes to with parameter values.</summary>
public sealed class TemplateUnderTest
{
    private static readonly PseudoParameters Pseudo = new("eu-west-1");
    private readonly string _name;

    private TemplateUnderTest(string name, JsonObject root) => (_name, Root) = (name, root);

    /// <summary>As written: nothing is resolved.</summary>
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

    /// <summary>As a private API that lets one endpoint in, unless the parameters say otherwise.</summary>
    internal PrivateApi Deploy(params string[] parameters) => ApiReader.Read(Resolve(parameters));
}
