namespace PrivateGateway.Templates;

/// <summary>Collects problems, so that one run reports all of them.</summary>
internal sealed class Obstacles
{
    private readonly List<TemplateException> _found = [];

    public T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TemplateException obstacle)
        {
            _found.Add(obstacle);
            return default;
        }
    }

    /// <summary>Reads the items; those with a problem are left out.</summary>
    public List<TResult> Each<T, TResult>(IEnumerable<T> items, Func<T, TResult> read)
    {
        var results = new List<TResult>();
        foreach (var item in items)
            Try(() => { results.Add(read(item)); return true; });

        return results;
    }

    public void ThrowIfAny()
    {
        if (_found.Count == 1)
            throw _found[0];
        if (_found.Count > 1)
            throw new TemplateException(string.Join(Environment.NewLine, _found.Select(obstacle => obstacle.Message).Distinct()));
    }
}
