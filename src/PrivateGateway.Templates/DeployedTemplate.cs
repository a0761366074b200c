namespace PrivateGateway.Templates;

/// <summary>The API as it stands after a template's deployment.</summary>
internal static class DeployedTemplate
{
    /// <param name="path">A SAM or CloudFormation template, in YAML or JSON.</param>
    /// <param name="parameterOverrides">Parameter values by name; the others have their defaults.</param>
    /// <param name="pseudo">Region, account and stack name; by default the environment's region and a sample account.</param>
    /// <param name="values">Values that only AWS knows, by expression, such as <c>!ImportValue net-subnet</c> or <c>!GetAtt Lb.DNSName</c>.</param>
    /// <param name="api">The API's logical id; null: the template's only private API.</param>
    /// <exception cref="TemplateException">Lists every problem with its file, line and path.</exception>
    public static PrivateApi Load(
        string path, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters? pseudo = null,
        IReadOnlyDictionary<string, string>? values = null, string? api = null) =>
        ApiReader.Read(ResolvedTemplate.Load(path, parameterOverrides, pseudo, values), api);
}
