using System.Text.Json.Nodes;

namespace PrivateGateway.Templates;

/// <summary>
/// A template's settings for local runs, in its Metadata, which CloudFormation ignores:
/// <c>"PrivateGateway": { "Parameters": { "Name": "value" }, "Environment": { "NAME": "value" }, "PublishProfiles": { "dotnet10": "Profile" } }</c>.
/// </summary>
/// <param name="Parameters">Values of the template's parameters that the command line does not give.</param>
/// <param name="Environment">Variables of the functions. They override the template's own.</param>
/// <param name="PublishProfiles">By runtime: the publish profile with which a .NET project becomes the function's package.</param>
internal sealed record LocalDefaults(
    IReadOnlyDictionary<string, string> Parameters, IReadOnlyDictionary<string, string> Environment, IReadOnlyDictionary<string, string> PublishProfiles)
{
    private const string Key = "PrivateGateway";

    /// <exception cref="TemplateException">The entry has another member, or a value that is not a string.</exception>
    public static LocalDefaults Read(TemplateDocument document)
    {
        var path = document.Path.At("Metadata").At(Key);
        var (parameters, environment, profiles) = (new Dictionary<string, string>(), new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var (name, node) in document.Section("Metadata")[Key] as JsonObject ?? [])
        {
            var values = name switch
            {
                "Parameters" => parameters,
                "Environment" => environment,
                "PublishProfiles" => profiles,
                _ => throw new TemplateException(path.At(name), "The gateway reads Parameters, Environment and PublishProfiles here."),
            };
            foreach (var (key, value) in node as JsonObject ?? throw new TemplateException(path.At(name), "This must be an object of strings."))
                values[key] = value is JsonValue ? value.ToString() : throw new TemplateException(path.At(name).At(key), "This must be a string.");
        }

        return new(parameters, environment, profiles);
    }

    /// <summary>The parameters' values in this run: those given, and the defaults for the others.</summary>
    public IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> overrides)
    {
        var values = new Dictionary<string, string>(Parameters);
        foreach (var (name, value) in overrides)
            values[name] = value;

        return values;
    }
}
