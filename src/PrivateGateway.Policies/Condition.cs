namespace PrivateGateway.Policies;

/// <summary>How a condition treats a key that may have several values in a request.</summary>
internal enum SetOperator
{
    None,
    ForAllValues,
    ForAnyValue,
}

/// <summary>Compares a value of the request with one value of a condition. Null if a variable in the condition has no value.</summary>
internal delegate bool? ValueComparison(string requested, PolicyRequest request);

/// <summary>One operator on one key: it holds where the key's value matches one of the values (negated: none of them).</summary>
/// <param name="Operator">As written: <c>ForAnyValue:StringNotEqualsIfExists</c>.</param>
/// <param name="Values">As written.</param>
internal sealed record Condition(
    string Operator,
    SetOperator Set,
    bool IsNegated,
    bool IfExists,
    string Key,
    IReadOnlyList<string> Values,
    IReadOnlyList<ValueComparison> Comparisons)
{
    /// <summary>Whether it tests the key's presence, not its value.</summary>
    public bool IsNull { get; init; }

    private string Expected => field ??= Values.Count == 1 ? $"'{Values[0]}'" : $"[{string.Join(", ", Values)}]";

    /// <summary>The values that contain policy variables.</summary>
    public IReadOnlyList<WildcardPattern> Variables { get; init; } = [];

    /// <summary>The values where each is compared as a whole, so that a long list costs no more than a short one; null: by <see cref="Comparisons"/>.</summary>
    public IReadOnlySet<string>? Literals { get; init; }

    public bool Holds(PolicyRequest request)
    {
        var requested = request.ValuesOf(Key);
        if (IsNull)
            return Comparisons.Any(compare => compare(requested.Count == 0 ? "true" : "false", request) == true);

        return (Set, requested.Count) switch
        {
            // "It also returns true if there are no keys in the request, or if the key value resolves to a null dataset, such as an empty
            // string" (IAM User Guide, multivalued context keys). IfExists changes nothing here.
            (SetOperator.ForAllValues, _) => requested.All(value => value.Length == 0) || requested.All(value => Matches(value, request)),
            (SetOperator.ForAnyValue, _) => requested.Any(value => Matches(value, request)),
            (_, 0) => IsNegated || IfExists,
            // Assumed: when a single-valued key has several values, each of them is compared.
            _ when IsNegated => requested.All(value => Matches(value, request)),
            _ => requested.Any(value => Matches(value, request)),
        };
    }

    /// <summary>A clause with the operator, the key, the policy's values and the request's.</summary>
    public string Describe(PolicyRequest request)
    {
        var seen = request.ValuesOf(Key);
        return $"{Operator} compares {Key} with {Expected} and the request has {(seen.Count == 0 ? "no such key" : $"'{string.Join(", ", seen)}'")}";
    }

    // AWS's documentation is unclear about two cases. A variable without a value "might cause the entire statement to be invalid": here the
    // condition does not hold, negated or not. A value that a negated operator cannot parse: here it differs from every value of the policy.
    private bool Matches(string value, PolicyRequest request) =>
        Literals is { } literals ? literals.Contains(value) != IsNegated
        : IsNegated ? Comparisons.All(compare => compare(value, request) == false)
        : Comparisons.Any(compare => compare(value, request) == true);
}
