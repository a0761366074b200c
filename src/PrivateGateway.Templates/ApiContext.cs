namespace PrivateGateway.Templates;

/// <summary>What every reader of an API needs to know.</summary>
internal sealed record ApiContext(ResolvedTemplate Template, ResolvedResource Resource, string Id, TemplateNode Body)
{
    public bool IsSam => Resource.Type == "AWS::Serverless::Api";

    /// <summary>The API as a resource of policies, without a path.</summary>
    public string Arn => $"arn:{Template.Pseudo.Partition}:execute-api:{Template.Pseudo.Region}:{Template.Pseudo.AccountId}:{Id}";

    /// <summary>The description's settings of the endpoint: a member of Swagger 2.0, and of each server of OpenAPI 3.0.</summary>
    public IEnumerable<TemplateNode> EndpointExtensions =>
        new[] { Body }.Concat(Body["servers"].Items()).Select(owner => owner["x-amazon-apigateway-endpoint-configuration"]);

    /// <returns>What API Gateway ignores with a warning when it imports the description.</returns>
    /// <exception cref="TemplateException">With FailOnWarnings it refuses the description.</exception>
    public string Ignore(TemplatePath path, string what) => Resource.Properties["FailOnWarnings"].Flag == true
        ? throw new TemplateException(path, $"API Gateway ignores {what}, and FailOnWarnings makes that an error.")
        : what;

    public IEnumerable<ResolvedResource> OfType(string type) => Template.OfType(type).Where(r => r.Properties["RestApiId"].Text == Id);
}
