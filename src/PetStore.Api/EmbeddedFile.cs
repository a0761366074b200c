using Microsoft.AspNetCore.Http.HttpResults;

namespace PetStore.Api;

/// <summary>A file that is embedded in the assembly, so that every kind of publishing includes it.</summary>
internal static class EmbeddedFile
{
    public static FileStreamHttpResult Answer(string name, string contentType) => TypedResults.Stream(
        typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name), contentType);
}
