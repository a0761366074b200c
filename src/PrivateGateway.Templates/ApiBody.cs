namespace PrivateGateway.Templates;

/// <summary>An API's OpenAPI description: DefinitionBody or a local DefinitionUri (SAM), Body (CloudFormation).</summary>
internal static class ApiBody
{
    /// <returns>A node that does not exist if the API has no description.</returns>
    public static TemplateNode Of(ResolvedTemplate template, ResolvedResource api)
    {
        if (api.Type != "AWS::Serverless::Api")
            return api.Properties["Body"];
        if (api.Properties["DefinitionBody"] is { Exists: true } body)
            return body;

        var uri = api.Properties["DefinitionUri"];
        if (!uri.Exists)
            return uri;
        if (uri.IsObject)
            throw new TemplateException(uri.Path, "The description is in S3: name a local copy of the file.");

        var file = template.Files.Read(uri);
        return new TemplateNode(file.Path, file.Root);
    }
}
