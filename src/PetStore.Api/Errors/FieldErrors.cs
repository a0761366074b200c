namespace PetStore.Api.Errors;

/// <summary>The errors of a request by field: the member <c>errors</c> of a problem.</summary>
internal sealed class FieldErrors
{
    /// <summary>The name that stands for the whole body.</summary>
    public const string Body = "body";

    // The names come from the request, so neither their number nor their length may grow the response.
    private const int MaxFields = 20;
    private const int MaxNameLength = 100;

    private readonly Dictionary<string, string[]> _byField = [];

    public bool IsEmpty => _byField.Count == 0;

    public IReadOnlyDictionary<string, string[]> ByField => _byField;

    /// <summary>All of them in one sentence: <c>type is required; price must be a number</c>.</summary>
    public string Summary => string.Join("; ", _byField.Select(entry => $"{entry.Key} {string.Join(", ", entry.Value)}")) + ".";

    public void Add(string field, string message)
    {
        var name = field.Length <= MaxNameLength ? field : field[..MaxNameLength] + "...";
        if (_byField.TryGetValue(name, out var messages))
        {
            if (!messages.Contains(message))
                _byField[name] = [.. messages, message];
        }
        else if (_byField.Count < MaxFields)
        {
            _byField.Add(name, [message]);
        }
    }
}
