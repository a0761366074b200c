using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>
/// Sends a request again after a failure that may pass. The SDK could do that too, but it does not repeat conflicts between transactions,
/// and does not say whether an attempt may have written: after such an attempt a condition may be broken by the request itself.
/// </summary>
internal static class Attempts
{
    private const int Limit = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <returns>The response, and whether an attempt before it may have done the same already.</returns>
    /// <exception cref="UnclearConditionException">The condition failed, perhaps because of an earlier attempt.</exception>
    public static async Task<T> SendAsync<T>(Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var unclear = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send(cancellationToken);
            }
            catch (ConditionalCheckFailedException failure) when (unclear)
            {
                throw new UnclearConditionException(failure);
            }
            catch (Exception failure) when (attempt < Limit && !cancellationToken.IsCancellationRequested && failure.MayPass())
            {
                unclear |= !failure.IsRefusal();
            }

            await Task.Delay(Pause(attempt), cancellationToken);
        }
    }

    // Doubles, and is random in its upper half, so that many who failed at once do not meet again.
    private static TimeSpan Pause(int attempt)
    {
        var longest = FirstPause * Math.Pow(2, attempt - 1);
        return (longest < LongestPause ? longest : LongestPause) * (1 - Random.Shared.NextDouble() / 2);
    }

    private static bool MayPass(this Exception failure) => failure switch
    {
        AmazonServiceException service when service.IsRefusal() => service.IsThrottling() || service.IsConflict(),
        AmazonServiceException or HttpRequestException or IOException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    // A status of 400 to 499, throttling among them, says that nothing was written.
    private static bool IsRefusal(this Exception failure) =>
        failure is AmazonServiceException { StatusCode: >= (System.Net.HttpStatusCode)400 and < (System.Net.HttpStatusCode)500 };

    // By code, because the SDK has types for these only where an operation is documented to fail so.
    private static bool IsConflict(this AmazonServiceException failure) => failure.ErrorCode is
        "TransactionConflictException" or "TransactionInProgressException" or "ReplicatedWriteConflictException";
}

/// <summary>A condition failed after an attempt that may have succeeded.</summary>
internal sealed class UnclearConditionException(ConditionalCheckFailedException failure) : Exception(failure.Message, failure);
