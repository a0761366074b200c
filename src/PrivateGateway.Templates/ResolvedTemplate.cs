using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>A template with parameter values put in: what CloudFormation would go and make.</summary>
internal sealed record ResolvedTemplate(
    TemplatePath Path,
    PseudoParameters Pseudo,
    IReadOnlyDictionary<string, ResolvedResource> Resources,
    IReadOnlyDictionary<string, string> Outputs,
    LocalDefaults Local)
{
    /// <summary>Parameters are checked first, then Rules, then Conditions; then everything is resolved.</summary>
    /// <exception cref="TemplateException">With file, line and path of the fault.</exception>
    public static ResolvedTemplate Load(
        string path, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters? pseudo = null) =>
        Resolve(TemplateDocument.Load(path), parameterOverrides, pseudo ?? PseudoParameters.FromEnvironment());

    public static ResolvedTemplate Resolve(
        TemplateDocument document, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters pseudo)
    {
        var local = LocalDefaults.Read(document);
        var parameters = TemplateParameters.Read(document, local.With(parameterOverrides));
        var mappings = document.Section("Mappings");
        var early = new IntrinsicResolver(pseudo, parameters, mappings);
        new TemplateRules(document.Section("Rules"), document.Path.At("Rules"), early).Check();

        var conditions = new TemplateConditions(document.Section("Conditions"), document.Path.At("Conditions"), early);
        conditions.Check();

        IntrinsicResolver? resolver = null;
        var resources = new TemplateResources(
            document,
            SamGlobals.Apply(document),
            pseudo,
            references => resolver = new IntrinsicResolver(pseudo, parameters, mappings, conditions.IsTrue, references),
            conditions.IsTrue);
        return new ResolvedTemplate(document.Path, pseudo, resources.Resolve(), ReadOutputs(document, resolver!, conditions), local);
    }

    public IEnumerable<ResolvedResource> OfType(params string[] types) =>
        Resources.Values.Where(resource => types.Contains(resource.Type, StringComparer.Ordinal));

    public ResourceIdentity Identify(ResolvedResource resource) => new(
        resource.LogicalId, resource.Type, Pseudo, property => resource.Properties[property].Text);

    /// <summary>What <c>Ref</c> gives for the resource.</summary>
    public string RefOf(ResolvedResource resource) => ResourceTypes.Ref(Identify(resource)).ToString();

    private static Dictionary<string, string> ReadOutputs(
        TemplateDocument document, IntrinsicResolver resolver, TemplateConditions conditions)
    {
        var outputs = new Dictionary<string, string>();
        foreach (var (name, node) in document.Section("Outputs"))
        {
            var path = document.Path.At("Outputs").At(name);
            if (node is not JsonObject output || output["Value"] is not { } value)
                throw new TemplateException(path, "An output needs a Value.");
            if (output["Condition"] is { } condition && !conditions.IsTrue(condition.ToString(), path.At("Condition")))
                continue;

            outputs.Add(name, resolver.ResolveText(value, path.At("Value")));
            if (output["Export"]?["Name"] is { } export)
                resolver.ResolveText(export, path.At("Export").At("Name"));
        }

        return outputs;
    }
}
