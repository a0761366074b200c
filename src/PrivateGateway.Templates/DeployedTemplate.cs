namespace PrivateGateway.Templates;

/// <summary>The API as it stands after a template's deployment.</summary>
internal static class DeployedTemplate
{
    /// <param name="path">A SAM or CloudFormation template in JSON.</param>
    /// <param name="parameterOverrides">Parameter values by name; the others have their defaults.</param>
    /// <param name="pseudo">Region, account and stack name; by default the environment's region and a made-up account.</param>
    /// <exception cref="TemplateException">The template is faulty, or AWS would refuse to deploy it; with file, line and path.</exception>
    public static PrivateApi Load(
        string path, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters? pseudo = null) =>
        ApiReader.Read(ResolvedTemplate.Load(path, parameterOverrides, pseudo));
}
