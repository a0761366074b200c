namespace PrivateGateway.Templates;

/// <summary>Methods written as OpenAPI.</summary>
internal static class OpenApiMethods
{
    private static readonly string[] Verbs = ["get", "put", "post", "delete", "options", "head", "patch"];

    // Members of a path item that are not operations.
    private static readonly string[] Descriptive = ["summary", "description", "parameters", "servers", "trace"];

    public static List<PlacedMethod> Read(ApiContext api, SamAuth auth)
    {
        PropertyTable.CheckExtensions(api.Template, "OpenAPI", api.Body);
        var security = new OpenApiSecurity(api, auth);
        var operations =
            from item in api.Body["paths"].Members()
            from operation in item.Node.Members()
            where IsOperation(operation.Name, operation.Node)
            select (Path: item.Name, Item: item.Node, operation.Name, operation.Node);
        return api.Template.Obstacles.Each(operations, operation =>
        {
            PropertyTable.CheckExtensions(api.Template, "OpenAPI.operation", operation.Node);
            var verb = operation.Name == "x-amazon-apigateway-any-method" ? "ANY" : operation.Name.ToUpperInvariant();
            var ignored = new List<string>();
            var integration = operation.Node["x-amazon-apigateway-integration"];
            PropertyTable.Check(api.Template, "x-amazon-apigateway-integration", integration);
            return new PlacedMethod(
                MethodReader.Make(operation.Path, verb, security.Of(operation.Node, verb, ignored), integration) with
                {
                    Validation = ValidationReader.OfOperation(api, operation.Item, operation.Node, ignored),
                    Ignored = ignored,
                },
                operation.Node.Path,
                operation.Path);
        });
    }

    private static bool IsOperation(string name, TemplateNode node) =>
        name == "x-amazon-apigateway-any-method" || Verbs.Contains(name)
        || (Descriptive.Contains(name) || name.StartsWith("x-", StringComparison.Ordinal) ? false
            : throw new TemplateException(node.Path, $"{name} is not a method of a path."));
}
