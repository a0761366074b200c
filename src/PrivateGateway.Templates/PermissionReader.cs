namespace PrivateGateway.Templates;

/// <summary>What lets API Gateway invoke a function: AWS::Lambda::Permission, which SAM makes for events.</summary>
internal static class PermissionReader
{
    private static readonly string[] Invoking = ["lambda:InvokeFunction", "lambda:*", "*"];

    public static IReadOnlyList<InvokePermission> Read(ResolvedTemplate template, ResolvedResource function, string name) =>
    [
        .. template.OfType("AWS::Lambda::Permission").Select(permission => Read(permission.Properties, name)).OfType<InvokePermission>(),
        .. SamEventMethods.Permissions(template, function),
    ];

    // Null: the permission is for another function, another principal or another action.
    private static InvokePermission? Read(TemplateNode permission, string functionName)
    {
        if (permission["Principal"].Text is not ("apigateway.amazonaws.com" or "*") || !Invoking.Contains(permission["Action"].Text))
            return null;

        var (name, qualifier) = FunctionTarget.Split(permission["FunctionName"].RequiredText);
        return name == functionName ? new InvokePermission(qualifier, permission["SourceArn"].Text) : null;
    }
}
