using Microsoft.AspNetCore.Http;

namespace AspNetCore.LambdaServer.Responses;

/// <summary>An answer of the adapter's own, in place of the app's. It says nothing of the inside.</summary>
internal sealed record Problem(int Status, string? Detail = null)
{
    public static readonly Problem Fault = new(StatusCodes.Status500InternalServerError);

    public static readonly Problem TooLarge =
        new(StatusCodes.Status500InternalServerError, "The response is larger than the 6 MB that Lambda can return.");

    public static readonly Problem Timeout = new(StatusCodes.Status504GatewayTimeout, "The request took too long.");

    /// <summary>Nobody's fault but the client's: the message is written for it.</summary>
    public static Problem Of(BadHttpRequestException refused) => new(refused.StatusCode, refused.Message);
}
