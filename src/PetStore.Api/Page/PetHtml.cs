using System.Globalization;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using static PetStore.Api.Page.PageHtml;

namespace PetStore.Api.Page;

/// <summary>A pet's own page, and the page that asks before it is removed.</summary>
internal static class PetHtml
{
    public static string Title(Pet pet) => string.Create(CultureInfo.InvariantCulture, $"{PetTypeName.Of(pet.Type)} {pet.Id}");

    public static string Kind(PetType type) => $"""<span class="kind {PetTypeName.Of(type)}">{PetTypeName.Of(type)}</span>""";

    public static string Price(Pet pet, CurrencySign currency) =>
        Encode(currency.Text) + pet.Price.ToString("N2", CultureInfo.InvariantCulture);

    public static string Of(StoredPet stored, CurrencySign currency, string editForm, string done)
    {
        var (pet, version) = stored;
        return string.Create(CultureInfo.InvariantCulture, $"""
            <p class="back"><a href="./">All pets</a></p>
            <div id="shown">
              <h1>{Title(pet)}</h1>
              <dl class="facts">
                <div><dt>Id</dt><dd>{pet.Id}</dd></div>
                <div><dt>Type</dt><dd>{Kind(pet.Type)}</dd></div>
                <div><dt>Price</dt><dd>{Price(pet, currency)}</dd></div>
                <div><dt>Version</dt><dd>{version}</dd></div>
              </dl>
            </div>
            {Message(done)}
            <section class="card" aria-label="Edit">
              {editForm}
            </section>
            <p class="more"><a href="page/pets/{pet.Id}/remove">Remove {Title(pet)}</a></p>
            <p class="note">The same pet in the API: <a href="pets/{pet.Id}">pets/{pet.Id}</a></p>
            """);
    }

    /// <param name="changed">It was to be removed, but somebody has changed it since it was shown.</param>
    public static string Confirm(StoredPet stored, CurrencySign currency, bool changed) => string.Create(CultureInfo.InvariantCulture, $"""
        <p class="back"><a href="page/pets/{stored.Pet.Id}">Back to {Title(stored.Pet)}</a></p>
        <h1>Remove {Title(stored.Pet)}</h1>
        <section class="card" aria-label="Confirm">
          {FormHtml.Remove(stored, currency, changed)}
        </section>
        """);
}
