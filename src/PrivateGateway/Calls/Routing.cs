using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>The API's resource that a path leads to (the most specific one), and its method for the request.</summary>
internal sealed class Routing(PrivateApi api)
{
    // What ANY stands for.
    private static readonly string[] Known = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    private readonly (string[] Segments, ILookup<string, ApiMethod> Methods)[] _resources =
    [
        .. api.Methods.GroupBy(method => method.ResourcePath)
            .Select(resource => (Segments: SegmentsOf(resource.Key), resource.ToLookup(method => method.HttpMethod)))
            .OrderBy(resource => resource.Segments, Comparer<string[]>.Create(BySpecificity)),
    ];

    /// <summary>Leaves the call without a method where the API has none.</summary>
    public void Match(Call call)
    {
        var path = SegmentsOf(call.Path);
        foreach (var (segments, methods) in _resources)
        {
            var parameters = new Dictionary<string, string>();
            if (!Fits(segments, path, parameters))
                continue;

            // A resource that lacks the method does not leave it to a less specific one.
            call.Method = methods[call.HttpMethod].FirstOrDefault()
                ?? (Known.Contains(call.HttpMethod) ? methods["ANY"].FirstOrDefault() : null);
            call.PathParameters = parameters;
            return;
        }
    }

    // A trailing slash belongs to the path but not to the resource.
    private static string[] SegmentsOf(string path) => path.Trim('/') is { Length: > 0 } inner ? inner.Split('/') : [];

    private static bool Fits(string[] resource, string[] path, Dictionary<string, string> parameters)
    {
        for (var i = 0; i < resource.Length; i++)
        {
            if (i >= path.Length)
                return false;

            if (resource[i] is ['{', .. var greedy, '+', '}'])
            {
                parameters[greedy] = string.Join('/', path[i..]);
                return true;
            }

            if (resource[i] is ['{', .. var name, '}'])
                parameters[name] = path[i];
            else if (resource[i] != path[i])
                return false;
        }

        return resource.Length == path.Length;
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
