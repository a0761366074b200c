namespace PrivateGateway.Templates;

/// <summary>Which resource needs which: CloudFormation makes them in that order, and refuses a circle.</summary>
internal sealed class CreationOrder
{
    private readonly SortedDictionary<string, SortedSet<string>> _needs = new(StringComparer.Ordinal);

    /// <param name="asker">The logical id of the resource that names another one.</param>
    /// <param name="place">The way to the reference, inside the asker.</param>
    /// <param name="needed">The other one's logical id, or <c>Owner.Part</c> for what SAM generates.</param>
    public void Need(string asker, string askerType, string[] place, string needed)
    {
        var node = SamResources.NodeOf(asker, askerType, place is ["Properties", .. var property] ? property : []);
        Add(node, needed);
        AddOwner(node);
        AddOwner(needed);

        // An event's method is written into the API, which therefore needs the function.
        if (place is ["Properties", "Events", _, "Properties", "RestApiId", ..])
            Add(needed, asker);
    }

    /// <exception cref="TemplateException">There is a circle; with its members.</exception>
    public void RefuseCycles(TemplatePath resources)
    {
        var done = new HashSet<string>();
        foreach (var id in _needs.Keys)
            Visit(id, []);

        void Visit(string id, List<string> trail)
        {
            if (trail.IndexOf(id) is >= 0 and var start)
                throw Circle(resources.At(id.Split('.')[0]), trail.Skip(start));
            if (done.Contains(id) || !_needs.TryGetValue(id, out var needs))
                return;

            foreach (var needed in needs)
                Visit(needed, [.. trail, id]);

            done.Add(id);
        }
    }

    public static TemplateException Circle(TemplatePath path, IEnumerable<string> members) =>
        new(path, $"Circular dependency between resources: [{string.Join(", ", members)}]");

    // What SAM makes of a resource comes after it; but a function's role comes first.
    private void AddOwner(string node)
    {
        if (node.Split('.') is not [var owner, var part])
            return;

        if (part == "Role")
            Add(owner, node);
        else
            Add(node, owner);
    }

    private void Add(string node, string needed)
    {
        if (!_needs.TryGetValue(node, out var all))
            _needs[node] = all = new SortedSet<string>(StringComparer.Ordinal);

        all.Add(needed);
    }
}
