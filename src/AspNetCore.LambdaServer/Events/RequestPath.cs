using Microsoft.AspNetCore.Http;

namespace AspNetCore.LambdaServer.Events;

/// <summary>
/// Where the app is mounted (PathBase) and which path is requested (Path), from the paths of the event, all percent-encoded:
/// <list type="bullet">
/// <item><c>requestContext.path</c> is the client's: <c>/stage/orders</c>, or <c>/base-path/orders</c> through a custom domain;</item>
/// <item><c>path</c> is <c>/orders</c>; through a custom domain it may have the base path too;</item>
/// <item><c>resource</c> with its parameters filled in has neither, nor a trailing slash.</item>
/// </list>
/// </summary>
internal readonly record struct RequestPath(PathString Base, PathString Path)
{
    /// <exception cref="BadHttpRequestException">The path has a dot segment or NUL.</exception>
    public static RequestPath Of(ProxyEvent request)
    {
        var path = Rooted(request.Path!);
        var full = Rooted(request.Context.Path ?? path);
        var length = BaseOfStage(full, request.Context.Stage, path);
        if (length < 0)
        {
            path = OfResource(request) ?? path;
            if (full.EndsWith('/') && !path.EndsWith('/'))
                path += "/";

            length = BaseInFrontOf(full, path);
        }

        return new RequestPath(Decode(full[..length]), Decode(path));
    }

    /// <summary>The usual case: the length of <c>/stage</c>, if only that precedes the path in the client's path; else -1.</summary>
    private static int BaseOfStage(string full, string? stage, string path)
    {
        if (stage is null || full.Length <= stage.Length || !full.AsSpan(1).StartsWith(stage))
            return -1;

        var rest = full.AsSpan(1 + stage.Length);
        return rest.SequenceEqual(path) || (rest.IsEmpty && path == "/") ? 1 + stage.Length : -1;
    }

    /// <summary>The length of the client's path without the part that the app sees, and without slashes between the two.</summary>
    private static int BaseInFrontOf(string full, string path)
    {
        if (path == "/" && !full.EndsWith('/'))
            return full.Length;

        return full.EndsWith(path, StringComparison.Ordinal) ? full.AsSpan(0, full.Length - path.Length).TrimEnd('/').Length : 0;
    }

    private static string? OfResource(ProxyEvent request)
    {
        if (request.Resource is not { Length: > 0 } resource)
            return null;

        var parameters = request.PathParameters;
        for (var i = 0; i < parameters.Count; i += 2)
        {
            resource = resource
                .Replace($"{{{parameters[i]}+}}", parameters[i + 1], StringComparison.Ordinal)
                .Replace($"{{{parameters[i]}}}", parameters[i + 1], StringComparison.Ordinal);
        }

        resource = Rooted(resource);
        var path = Rooted(request.Path!);
        // If a parameter is missing, or is spelled differently than in the path, only the path counts.
        return path.AsSpan().TrimEnd('/').EndsWith(resource.AsSpan().TrimEnd('/')) ? resource : null;
    }

    private static string Rooted(string path) => path.StartsWith('/') ? path : "/" + path;

    private static PathString Decode(string encoded)
    {
        var path = Unescape(encoded);
        // API Gateway has authorised the path as it is written: resolving it here would request a different one.
        for (var rest = path.Value.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest[1..].IndexOf('/') is var slash && slash < 0 ? rest.Length : slash + 1;
            if (rest[1..end] is "." or "..")
                throw new BadHttpRequestException("The request has a path with a dot segment.");

            rest = rest[end..];
        }

        return path;
    }

    // Keeps %2F and invalid UTF-8, as Kestrel does; a plus sign is a plus sign.
    private static PathString Unescape(string encoded)
    {
        try
        {
            return PathString.FromUriComponent(encoded);
        }
        catch (InvalidOperationException)
        {
            throw new BadHttpRequestException("The request has a path with NUL.");
        }
    }
}
