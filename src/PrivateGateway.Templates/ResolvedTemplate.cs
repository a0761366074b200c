using System.Collections;
using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>A template with parameter values. Everything in it is resolved on demand.</summary>
internal sealed class ResolvedTemplate
{
    private readonly TemplateResources _resources;

    private ResolvedTemplate(TemplateDocument document, PseudoParameters pseudo, TemplateResources resources, IncludedFiles files, TemplateOutputs outputs,
        LocalDefaults local) =>
        (Path, Pseudo, _resources, Files, Outputs, Local) = (document.Path, pseudo, resources, files, outputs, local);

    public TemplatePath Path { get; }

    public PseudoParameters Pseudo { get; }

    public IncludedFiles Files { get; }

    public TemplateOutputs Outputs { get; }

    public LocalDefaults Local { get; }

    /// <summary>The problems that readers have found so far.</summary>
    public Obstacles Obstacles { get; } = new();

    public IReadOnlyDictionary<string, ResolvedResource> Resources => _resources.OfType().ToDictionary(resource => resource.LogicalId);

    /// <summary>Parameters that are given are checked first, then Rules.</summary>
    /// <param name="values">What only AWS knows, by expression: see <see cref="OutsideValues"/>.</param>
    /// <exception cref="TemplateException">With file, line and path of the fault.</exception>
    public static ResolvedTemplate Load(
        string path, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters? pseudo = null,
        IReadOnlyDictionary<string, string>? values = null) =>
        Resolve(TemplateDocument.Load(path), parameterOverrides, pseudo ?? PseudoParameters.FromEnvironment(), values);

    public static ResolvedTemplate Resolve(
        TemplateDocument document, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters pseudo,
        IReadOnlyDictionary<string, string>? values = null)
    {
        var files = new IncludedFiles(document.Path.Source);
        document = TemplateIncludes.Apply(document, files);
        var local = LocalDefaults.Read(document);
        var parameters = TemplateParameters.Read(document, local.With(parameterOverrides));
        var outside = values is null ? OutsideValues.None : new OutsideValues(values);
        var mappings = TemplateIncludes.Apply(document.Section("Mappings"), document.Path.At("Mappings"), files, new(pseudo, parameters, [], outside, files));
        var early = new IntrinsicResolver(pseudo, parameters, mappings, outside, files);
        new TemplateRules(document.Section("Rules"), document.Path.At("Rules"), early).Check();

        var loops = new ForEachLoops(early);
        var conditions = new TemplateConditions(Section("Conditions"), document.Path.At("Conditions"), early);
        var section = Section("Resources");
        SamImplicitApi.Apply(section);
        SamGlobals.Apply(document, section);

        IntrinsicResolver? resolver = null;
        var resources = new TemplateResources(
            section, document.Path.At("Resources"), pseudo, conditions.IsTrue,
            references => resolver = new IntrinsicResolver(pseudo, parameters, mappings, outside, files, conditions.IsTrue, references));
        var outputs = new TemplateOutputs(Section("Outputs"), document.Path.At("Outputs"), resolver!, conditions);
        return new ResolvedTemplate(document, pseudo, resources, files, outputs, local);

        JsonObject Section(string name) => (JsonObject)loops.Expand(
            TemplateIncludes.Apply(document.Section(name), document.Path.At(name), files, early), document.Path.At(name))!;
    }

    public IEnumerable<ResolvedResource> OfType(params string[] types) => _resources.OfType(types);

    public ResourceIdentity Identify(ResolvedResource resource) => new(
        resource.LogicalId, resource.Type, Pseudo, property => resource.Properties[property].Text);

    /// <summary>What <c>Ref</c> gives for the resource.</summary>
    public string RefOf(ResolvedResource resource) => ResourceTypes.Ref(Identify(resource)).ToString();
}

/// <summary>The outputs whose condition holds, each resolved when it is asked for.</summary>
internal sealed class TemplateOutputs(JsonObject section, TemplatePath path, IntrinsicResolver resolver, TemplateConditions conditions)
    : IEnumerable<string>
{
    public IEnumerable<string> Keys => section
        .Where(output => output.Value?["Condition"] is not { } condition || conditions.IsTrue(condition.ToString(), path.At(output.Key).At("Condition")))
        .Select(output => output.Key);

    public string this[string name] => Keys.Contains(name) && section[name]?["Value"] is { } value
        ? resolver.ResolveText(value, path.At(name).At("Value"))
        : throw new TemplateException(path.At(name), "An output needs a Value.");

    public IEnumerator<string> GetEnumerator() => Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
