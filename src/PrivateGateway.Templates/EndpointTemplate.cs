using PrivateGateway.Policies;

namespace PrivateGateway.Templates;

/// <summary>A template that makes an interface endpoint for execute-api.</summary>
internal static class EndpointTemplate
{
    /// <summary>The endpoint's policy; full access where it is given none, as in AWS.</summary>
    /// <exception cref="TemplateException">The template is faulty, or makes no such endpoint.</exception>
    public static PolicyDocument Load(
        string path, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters? pseudo = null,
        IReadOnlyDictionary<string, string>? values = null) =>
        Read(ResolvedTemplate.Load(path, parameterOverrides, pseudo, values));

    public static PolicyDocument Read(ResolvedTemplate template) => EndpointReader.ReadPolicy(template);
}
