namespace PetStore.Api;

/// <summary>Methods for the route tables. Every GET route also answers HEAD.</summary>
internal static class HttpVerbs
{
    public static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static readonly string[] Options = [HttpMethods.Options];
}
