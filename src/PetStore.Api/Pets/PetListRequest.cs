using System.Globalization;
using Microsoft.Extensions.Primitives;
using PetStore.Api.Errors;
using PetStore.Api.Storage;

namespace PetStore.Api.Pets;

/// <summary>
/// The query of a list: <c>type</c>, <c>order</c>, <c>limit</c>, and either <c>page</c>, which people type, or <c>after</c>, which
/// programs follow. Unknown parameters are ignored.
/// </summary>
internal sealed record PetListRequest(PetType? Type, bool NewestFirst, int Limit, int Page, long? After)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    /// <summary>The largest <c>page * limit</c>: skipping costs a read for each skipped pet, following <c>after</c> does not.</summary>
    public const int MaxDepth = 10_000;

    public PetQuery Query => new(Type, After, (Page - 1) * Limit, Limit, NewestFirst);

    /// <returns>Null if the query is not valid; <paramref name="errors"/> says why.</returns>
    public static PetListRequest? Read(IQueryCollection query, FieldErrors errors)
    {
        var type = ReadType(query["type"], errors);
        var newestFirst = ReadOrder(query["order"], errors);
        var limit = ReadInteger("limit", query["limit"], MaxLimit, DefaultLimit, errors);
        var page = ReadInteger("page", query["page"], MaxDepth, 1, errors);
        var after = ReadAfter(query["after"], errors);
        if (query.ContainsKey("page") && query.ContainsKey("after"))
            errors.Add("after", "cannot be combined with page");
        else if (page * limit > MaxDepth)
            errors.Add("page", $"times limit must be at most {MaxDepth}; follow after instead");

        return errors.IsEmpty ? new PetListRequest(type, newestFirst, limit, page, after) : null;
    }

    public static PetType? ReadType(StringValues values, FieldErrors errors)
    {
        if (values.Count == 0)
            return null;
        if (values.Count == 1 && PetTypeName.TryParse(values[0], out var type))
            return type;

        errors.Add("type", $"must be {PetTypeName.List}, once");
        return null;
    }

    private static bool ReadOrder(StringValues values, FieldErrors errors)
    {
        if (values is not ([] or ["asc"] or ["desc"]))
            errors.Add("order", "must be asc or desc, once");

        return values is ["desc"];
    }

    private static int ReadInteger(string name, StringValues values, int max, int otherwise, FieldErrors errors)
    {
        if (values.Count == 0)
            return otherwise;
        if (values.Count == 1
            && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= 1 && value <= max)
        {
            return value;
        }

        errors.Add(name, $"must be an integer from 1 to {max}, once");
        return otherwise;
    }

    private static long? ReadAfter(StringValues values, FieldErrors errors)
    {
        if (values.Count == 0)
            return null;
        if (values.Count == 1 && PetId.TryParse(values[0], out var id))
            return id;

        errors.Add("after", $"{PetId.Rule}, once");
        return null;
    }
}
