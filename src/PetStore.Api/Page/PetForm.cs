using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PetStore.Api.Errors;
using PetStore.Api.Pets;
using PetStore.Api.Storage;

namespace PetStore.Api.Page;

/// <summary>A form as a browser posts it (<c>application/x-www-form-urlencoded</c>): all text, as it was typed.</summary>
/// <param name="Key">Names one attempt to add a pet, however often the form is sent.</param>
/// <param name="Version">The version of the pet that the form showed.</param>
internal sealed record PetForm(string Type, string Price, string Key, string Version)
{
    public static PetForm Empty() => new(PetTypeName.Of(PetType.Dog), "", Guid.NewGuid().ToString("N"), "");

    public static PetForm Of(StoredPet stored) =>
        new(PetTypeName.Of(stored.Pet.Type), PriceText.Of(stored.Pet.Price), "", stored.Version.ToString(CultureInfo.InvariantCulture));

    /// <returns>The form, or the problem to answer with.</returns>
    public static Task<(PetForm? Form, Problem? Problem)> ReadAsync(HttpRequest request) => RequestBody.ReadAsync<PetForm>(request, Parse);

    /// <summary>What the form asks for; null where <paramref name="errors"/> says what is wrong.</summary>
    public NewPet? Pet(FieldErrors errors)
    {
        if (!PetTypeName.TryParse(Type, out var type))
            errors.Add("type", $"Choose {PetTypeName.List}.");
        if (PriceText.Read(Price, out var price) is { } wrong)
            errors.Add("price", wrong);

        return errors.IsEmpty ? new NewPet(type, price) : null;
    }

    /// <summary>Another pet from the same form, after a click on Back, is another attempt.</summary>
    public string? IdempotencyKey => Pets.IdempotencyKey.IsValid($"{Key}-{Type}-{Price}") && Key.Length > 0 ? $"{Key}-{Type}-{Price}" : null;

    /// <summary>Only the version that the form showed may be written. A form without one matches no pet.</summary>
    public VersionCondition Condition =>
        WholeNumber.TryParse(Version, long.MaxValue, out var version) ? new VersionCondition(AnyOf: [version]) : VersionCondition.Never;

    private static (PetForm?, Problem?) Parse(HttpRequest request, ReadOnlySequence<byte> body)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "The body must be application/x-www-form-urlencoded."));
        }

        var fields = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        return (new PetForm(Text("type"), Text("price"), Text("key"), Text("version")), null);

        string Text(string name) => fields.GetValueOrDefault(name, StringValues.Empty).ToString().Trim();
    }
}

/// <summary>A feature of the request: the form that was sent, as HTML, so that a failure can show it again with all that was typed.</summary>
internal sealed record SentForm(string Html);
