namespace PrivateGateway.Templates;

/// <summary>The API as it stands after a template's deployment.</summary>
internal static class DeployedTemplate
{
    /// <param name="path">A SAM or CloudFormation template, in YAML or JSON.</param>
    /// <param name="parameterOverrides">Parameter values by name; the others have their defaults.</param>
    /// <param name="pseudo">Region, account and stack name; by default the environment's region and an account of our own.</param>
    /// <param name="values">What only AWS knows, by the expression that asks for it, such as <c>!ImportValue net-subnet</c> or <c>!GetAtt Lb.DNSName</c>.</param>
    /// <param name="api">The API's logical id; null: the template's only private API.</param>
    /// <exception cref="TemplateException">All that is in the way, each with file, line and path.</exception>
    public static PrivateApi Load(
        string path, IReadOnlyDictionary<string, string> parameterOverrides, PseudoParameters? pseudo = null,
        IReadOnlyDictionary<string, string>? values = null, string? api = null) =>
        ApiReader.Read(ResolvedTemplate.Load(path, parameterOverrides, pseudo, values), api);
}
