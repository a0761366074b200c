using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>The API's resource that a path leads to (the most specific one), and its method for the request.</summary>
internal sealed class Routing(PrivateApi api)
{
    /// <summary>What ANY stands for.</summary>
    public static readonly string[] Verbs = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    private readonly (string[] Segments, ILookup<string, ApiMethod> Methods)[] _resources =
    [
        .. api.Methods.GroupBy(method => method.ResourcePath)
            .Select(resource => (Segments: SegmentsOf(resource.Key), resource.ToLookup(method => method.HttpMethod)))
            .OrderBy(resource => resource.Segments, Comparer<string[]>.Create(BySpecificity)),
    ];

    /// <summary>Leaves the call without a method where the API has none.</summary>
    public void Match(Call call)
    {
        if (Find(call.HttpMethod, call.Path) is (var method, var parameters))
            (call.Method, call.PathParameters) = (method, parameters);
    }

    /// <returns>Null where no resource matches the path; the method is null where the resource does not have it.</returns>
    public (ApiMethod? Method, Dictionary<string, string> Parameters)? Find(string httpMethod, string requestPath)
    {
        var path = SegmentsOf(requestPath);
        foreach (var (segments, methods) in _resources)
        {
            // If the resource lacks the method, no less specific resource is tried.
            if (Parameters(segments, path) is { } parameters)
                return (methods[httpMethod].FirstOrDefault() ?? (Verbs.Contains(httpMethod) ? methods["ANY"].FirstOrDefault() : null), parameters);
        }

        return null;
    }

    // A trailing slash belongs to the path but not to the resource.
    private static string[] SegmentsOf(string path) => path.Trim('/') is { Length: > 0 } inner ? inner.Split('/') : [];

    /// <returns>Null where the path does not match the resource.</returns>
    private static Dictionary<string, string>? Parameters(string[] resource, string[] path)
    {
        Dictionary<string, string>? parameters = null;
        for (var i = 0; i < resource.Length; i++)
        {
            if (i >= path.Length)
                return null;

            if (resource[i] is ['{', .. var greedy, '+', '}'])
            {
                (parameters ??= [])[greedy] = string.Join('/', path[i..]);
                return parameters;
            }

            if (resource[i] is ['{', .. var name, '}'])
                (parameters ??= [])[name] = path[i];
            else if (resource[i] != path[i])
                return null;
        }

        return resource.Length == path.Length ? parameters ?? [] : null;
    }

    private static int BySpecificity(string[] one, string[] other)
    {
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            if (Openness(one[i]).CompareTo(Openness(other[i])) is not 0 and var order)
                return order;
        }

        return other.Length.CompareTo(one.Length);
    }

    private static int Openness(string segment) => segment switch
    {
        [.., '+', '}'] => 2,
        ['{', ..] => 1,
        _ => 0,
    };
}
