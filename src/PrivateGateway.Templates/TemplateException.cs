namespace PrivateGateway.Templates;

/// <summary>A template that cannot be deployed as it is, or has values that cannot be resolved without AWS.</summary>
public sealed class TemplateException : Exception
{
    internal TemplateException(TemplatePath path, string problem)
        : base(path.Parent is null
            ? $"{path.Source.Name}: {problem}"
            : $"{path.Source.Name}({path.Source.LineOf(path)}): {path}: {problem}")
    {
    }

    /// <summary>The only problem is a value that was not given.</summary>
    public bool IsMissingValue { get; init; }

    internal TemplateException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
