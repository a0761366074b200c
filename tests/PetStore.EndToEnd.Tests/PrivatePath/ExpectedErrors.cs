using PetStore.Client;

namespace PetStore.EndToEnd.Tests.PrivatePath;

internal static class ExpectedErrors
{
    /// <summary>The call ends with the app's own error of this status, which names these fields and no others.</summary>
    public static async Task<PetStoreProblemException> Problem(this Task call, int status, params string[] fields)
    {
        var answer = await Assert.ThrowsAsync<PetStoreProblemException>(() => call);
        Assert.Equal((status, status), (answer.StatusCode, answer.Problem.Status));
        Assert.Equal(fields, answer.Problem.Errors?.Keys ?? []);
        Assert.NotEmpty(answer.Problem.RequestId);
        return answer;
    }

    /// <summary>The call ends at the gateway, with AWS's error type.</summary>
    public static async Task<PetStoreGatewayException> Refusal(this Task call, int status, string errorType)
    {
        var answer = await Assert.ThrowsAsync<PetStoreGatewayException>(() => call);
        Assert.Equal((status, errorType), (answer.StatusCode, answer.ErrorType));
        return answer;
    }
}
