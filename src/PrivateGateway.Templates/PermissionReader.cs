namespace PrivateGateway.Templates;

/// <summary>API Gateway's permissions to invoke functions: AWS::Lambda::Permission, which SAM generates for events and authorizers.</summary>
internal static class PermissionReader
{
    private static readonly string[] Invoking = ["lambda:InvokeFunction", "lambda:*", "*"];

    /// <param name="samAuthorizers">The ARNs of the functions that SAM permits as authorizers of the API.</param>
    public static IReadOnlyList<InvokePermission> Read(ApiContext api, ResolvedResource function, string name, IEnumerable<string> samAuthorizers) =>
    [
        .. api.Template.OfType("AWS::Lambda::Permission").Select(permission => Read(api, permission, name)).OfType<InvokePermission>(),
        .. SamEvents.Of(api.Template).Where(e => e.Function.LogicalId == function.LogicalId).Select(e => e.Permission(api.Template.Pseudo)),
        .. samAuthorizers.Select(FunctionTarget.Split).Where(target => target.Name == name)
            .Select(target => new InvokePermission(target.Qualifier, $"{api.Arn}/authorizers/*")),
    ];

    // Null: the permission is for another function, another principal, another action or another account.
    private static InvokePermission? Read(ApiContext api, ResolvedResource resource, string functionName)
    {
        var permission = resource.Properties;
        if (permission["Principal"].Text is not ("apigateway.amazonaws.com" or "*") || !Invoking.Contains(permission["Action"].Text))
            return null;

        PropertyTable.Check(api.Template, resource);
        var (name, qualifier) = FunctionTarget.Split(permission["FunctionName"].RequiredText);
        var isOfAccount = permission["SourceAccount"].Text is not { } account || account == api.Template.Pseudo.AccountId;
        return name == functionName && isOfAccount ? new InvokePermission(qualifier, permission["SourceArn"].Text) : null;
    }
}
