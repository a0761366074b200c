namespace PetStore.Api;

/// <summary>Methods for the route tables: HEAD is wherever GET is.</summary>
internal static class HttpVerbs
{
    public static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static readonly string[] Options = [HttpMethods.Options];
}
