using System.Globalization;
using PetStore.Api.Errors;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using static PetStore.Api.Page.PageHtml;

namespace PetStore.Api.Page;

/// <summary>
/// The forms, with what was typed and what is wrong with it. page.js shows these same forms within the list, and sends them to the
/// API; <c>data-call</c> says what for.
/// </summary>
/// <remarks>
/// Removal asks for confirmation and does not offer an undo. Removed pets cannot come back under their id, so an undo would have to delay the
/// removal. Then the pet would stay if the tab was closed, and the time limit would exclude people who need longer (WCAG 2.2.1).
/// </remarks>
internal static class FormHtml
{
    public static string Add(PetForm form, CurrencySign currency, FieldErrors? errors = null) => $"""
        <form id="add" method="post" action="page/pets" data-call="add" novalidate>
          <input type="hidden" name="key" value="{Encode(form.Key)}" autocomplete="off">
          {Fields("add", form, currency, errors)}
          <div class="buttons"><button type="submit" data-busy="Adding…">Add</button></div>
          <p class="error" role="alert"></p>
        </form>
        """;

    /// <param name="conflict">The stored pet, if somebody else has changed it since the form was shown; otherwise null.</param>
    public static string Edit(long id, PetForm form, CurrencySign currency, FieldErrors? errors = null, Pet? conflict = null)
    {
        var pet = id.ToString(CultureInfo.InvariantCulture);
        return $"""
            <form method="post" action="page/pets/{pet}" data-call="save" data-pet="{pet}" aria-labelledby="edit-{pet}-title" novalidate>
              <p class="title" id="edit-{pet}-title">Edit pet {pet}</p>
              <input type="hidden" name="version" value="{Encode(form.Version)}" autocomplete="off">
              {(conflict is null ? "" : Conflict(conflict, form, currency))}
              {Fields($"edit-{pet}", form, currency, errors)}
              <div class="buttons"><button type="submit" data-busy="Saving…">Save</button><a href="./" data-cancel>Cancel</a></div>
              <p class="error" role="alert"></p>
            </form>
            """;
    }

    public static string Remove(StoredPet stored, CurrencySign currency, bool changed)
    {
        var (id, name) = (stored.Pet.Id.ToString(CultureInfo.InvariantCulture), PetHtml.Title(stored.Pet));
        return $"""
            <form method="post" action="page/pets/{id}/remove" data-call="remove" data-pet="{id}" aria-label="Remove pet {id}">
              <input type="hidden" name="version" value="{stored.Version.ToString(CultureInfo.InvariantCulture)}" autocomplete="off">
              {(changed ? """<p class="conflict" role="alert">Somebody else has changed this pet. Look at it again.</p>""" : "")}
              <p>Remove {PetHtml.Kind(stored.Pet.Type)} {id} for {PetHtml.Price(stored.Pet, currency)}? This cannot be undone.</p>
              <div class="buttons"><button type="submit" class="danger" data-busy="Removing…">Remove {name}</button><a href="./" data-cancel>Keep {name}</a></div>
              <p class="error" role="alert"></p>
            </form>
            """;
    }

    private static string Conflict(Pet stored, PetForm form, CurrencySign currency) => $"""
        <div class="conflict" role="alert">
          <p>Somebody else has changed this pet. Save again to replace it with yours, or cancel to keep it as it is stored.</p>
          <dl class="facts">
            <div><dt>Stored</dt><dd>{PetHtml.Kind(stored.Type)} {PetHtml.Price(stored, currency)}</dd></div>
            <div><dt>Yours</dt><dd><span class="kind {Encode(form.Type)}">{Encode(form.Type)}</span> {Encode(currency.Text + form.Price)}</dd></div>
          </dl>
        </div>
        """;

    private static string Fields(string prefix, PetForm form, CurrencySign currency, FieldErrors? errors)
    {
        var (type, price) = (Error("type", prefix, errors), Error("price", prefix, errors));
        return $"""
            <div class="field"><label for="{prefix}-type">Type</label>
              <select id="{prefix}-type" name="type"{type.Attributes}>{Lines(Enum.GetValues<PetType>(), kind => Option(PetTypeName.Of(kind), form.Type))}</select>{type.Text}</div>
            <div class="field"><label for="{prefix}-price">Price{(currency.Text.Length == 0 ? "" : $" in {Encode(currency.Text)}")}</label>
              <input id="{prefix}-price" name="price" value="{Encode(form.Price)}" inputmode="decimal" autocomplete="off"{price.Attributes}>{price.Text}</div>
            """;
    }

    private static string Option(string name, string chosen) => $"<option{(name == chosen ? " selected" : "")}>{name}</option>";

    private static (string Attributes, string Text) Error(string field, string prefix, FieldErrors? errors) =>
        errors is null || !errors.ByField.TryGetValue(field, out var messages) ? ("", "") : (
            $" aria-invalid=\"true\" aria-describedby=\"{prefix}-{field}-error\"",
            $"<p class=\"error\" id=\"{prefix}-{field}-error\">{Encode(string.Join(' ', messages))}</p>");
}
