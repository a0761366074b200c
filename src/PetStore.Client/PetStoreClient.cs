using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace PetStore.Client;

/// <summary>The calls of the PetStore API; what the API description cannot say is in this half.</summary>
public partial interface IPetStoreClient
{
    /// <summary>All pets in id order, page after page along <c>Link: rel="next"</c>, as they are read.</summary>
    /// <param name="type">Only pets of this kind.</param>
    /// <param name="pageSize">How many pets are fetched at a time: 1 to 100.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PetStoreException">The API refused, or failed; or a link to the next page leads back.</exception>
    IAsyncEnumerable<Pet> ListAllPetsAsync(PetType? type = null, int pageSize = 100, CancellationToken cancellationToken = default);

    /// <summary>Every pet in id order as one stream: the whole store in one call, and in constant memory. Only its start is repeated
    /// after a failure.</summary>
    /// <param name="type">Only pets of this kind.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PetStoreException">The API refused, or failed before the first pet.</exception>
    /// <exception cref="IOException">The connection broke off: the pets that were read are not all.</exception>
    IAsyncEnumerable<Pet> ExportPetsAsync(PetType? type = null, CancellationToken cancellationToken = default);

    /// <summary>The pet, if it is another version than the one that is known.</summary>
    /// <param name="petId">The pet's id.</param>
    /// <param name="knownETag">The <see cref="PetStoreResponse.ETag"/> of the known version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null where the pet has not changed.</returns>
    /// <exception cref="PetStoreException">The API refused, or failed.</exception>
    Task<PetStoreResponse<Pet>?> GetPetIfChangedAsync(long petId, string knownETag, CancellationToken cancellationToken = default);
}

/// <inheritdoc cref="IPetStoreClient"/>
public partial class PetStoreClient
{
    internal const string IdempotencyKey = "Idempotency-Key";

    /// <inheritdoc/>
    public virtual async IAsyncEnumerable<Pet> ListAllPetsAsync(
        PetType? type = null, int pageSize = 100, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var filter = type is null ? "" : $"&type={ConvertToString(type, CultureInfo.InvariantCulture)}";
        Uri? page = new(string.Create(CultureInfo.InvariantCulture, $"pets?limit={pageSize}{filter}"), UriKind.Relative);
        var last = 0L;
        while (page is not null)
        {
            using var response = await _httpClient.GetAsync(page, cancellationToken).ConfigureAwait(false);
            await ProcessResponseAsync(_httpClient, response, cancellationToken).ConfigureAwait(false);

            var pets = await response.Content.ReadFromJsonAsync<Pet[]>(JsonSerializerSettings, cancellationToken).ConfigureAwait(false);
            page = NextLink.Of(response);
            if (pets is [var first, ..] ? first.Id <= last : page is not null)
                throw new PetStoreException("A link to the next page leads back.", (int)response.StatusCode, null, response.Headers.ToDictionary(), null);

            foreach (var pet in pets ?? [])
                yield return pet;

            last = pets is [.., var end] ? end.Id : last;
        }
    }

    /// <inheritdoc/>
    public virtual async IAsyncEnumerable<Pet> ExportPetsAsync(
        PetType? type = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var filter = type is null ? "" : $"?type={ConvertToString(type, CultureInfo.InvariantCulture)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"pets/export{filter}");
        request.Options.Set(WholeResponseHandler.Streams, true);
        using var response = await _httpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        await ProcessResponseAsync(_httpClient, response, cancellationToken).ConfigureAwait(false);

        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var pets = JsonSerializer.DeserializeAsyncEnumerable<Pet>(body, topLevelValues: true, JsonSerializerSettings, cancellationToken);
        await foreach (var pet in pets.ConfigureAwait(false))
            yield return pet!;
    }

    /// <inheritdoc/>
    public virtual async Task<PetStoreResponse<Pet>?> GetPetIfChangedAsync(
        long petId, string knownETag, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetPetAsync(petId, ifNoneMatch: knownETag, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (PetStoreException answer) when (answer.StatusCode == (int)HttpStatusCode.NotModified)
        {
            return null;
        }
    }

    private static Task PrepareRequestAsync(HttpClient client, HttpRequestMessage request, StringBuilder url, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    // Every create can be repeated: here, once for all attempts, because the handlers below see each attempt.
    private static Task PrepareRequestAsync(HttpClient client, HttpRequestMessage request, string url, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains(IdempotencyKey))
            request.Headers.Add(IdempotencyKey, Guid.NewGuid().ToString());

        return Task.CompletedTask;
    }

    private static async Task ProcessResponseAsync(HttpClient client, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode >= HttpStatusCode.BadRequest)
            throw await ErrorAnswer.ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }
}
