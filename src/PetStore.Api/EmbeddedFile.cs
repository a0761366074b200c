using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace PetStore.Api;

/// <summary>A file that is embedded in the assembly, so that every kind of publishing includes it. Its entity tag is its hash.</summary>
internal sealed class EmbeddedFile(string name, string contentType)
{
    private readonly Lazy<string> _hash = new(() =>
    {
        using var content = Open(name);
        return Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
    });

    /// <summary>The file's URL, with its hash: the content at this URL never changes, so browsers may keep it for a year.</summary>
    public string Address => $"{name}?v={_hash.Value}";

    public FileStreamHttpResult Answer(HttpContext http)
    {
        // During a deployment an old instance may get a new page's URL. Its answer must not be kept.
        http.Response.Headers.CacheControl = http.Request.Query["v"] == _hash.Value ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Stream(Open(name), contentType, entityTag: new EntityTagHeaderValue($"\"{_hash.Value}\""));
    }

    private static Stream Open(string name) =>
        typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
}
