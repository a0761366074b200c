using Microsoft.AspNetCore.Http.HttpResults;

namespace PetStore.Api;

/// <summary>A file of this project that travels inside the assembly, so that every way of publishing has it.</summary>
internal static class EmbeddedFile
{
    public static FileStreamHttpResult Answer(string name, string contentType) => TypedResults.Stream(
        typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name), contentType);
}
