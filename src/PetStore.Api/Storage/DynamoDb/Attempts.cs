using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>
/// Retries transient failures. The SDK has retries too, but it does not retry transaction conflicts, and does not say whether an earlier
/// attempt may have written: after such an attempt, the request itself may be the reason that its condition fails.
/// </summary>
internal static class Attempts
{
    private const int Limit = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

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

    // Exponential, with a random upper half, so that requests that failed together do not retry together.
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

    // With a status of 400 to 499, which includes throttling, nothing was written.
    private static bool IsRefusal(this Exception failure) =>
        failure is AmazonServiceException { StatusCode: >= (System.Net.HttpStatusCode)400 and < (System.Net.HttpStatusCode)500 };

    // By code: the SDK throws typed exceptions only for the errors that an operation documents.
    private static bool IsConflict(this AmazonServiceException failure) => failure.ErrorCode is
        "TransactionConflictException" or "TransactionInProgressException" or "ReplicatedWriteConflictException";
}

/// <summary>A condition failed after an attempt that may have succeeded.</summary>
internal sealed class UnclearConditionException(ConditionalCheckFailedException failure) : Exception(failure.Message, failure);
