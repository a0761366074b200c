namespace PetStore.Api.Errors;

/// <summary>What is wrong with a request, by field: the <c>errors</c> of a problem.</summary>
internal sealed class FieldErrors
{
    /// <summary>Stands for the body as a whole.</summary>
    public const string Body = "body";

    // Names come from the caller: neither many nor long ones are worth repeating to him.
    private const int MaxFields = 20;
    private const int MaxNameLength = 100;

    private readonly Dictionary<string, string[]> _byField = [];

    public bool IsEmpty => _byField.Count == 0;

    public IReadOnlyDictionary<string, string[]> ByField => _byField;

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
