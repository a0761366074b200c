using System.Net;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>Translates the SDK's exceptions into the store's.</summary>
internal static class StoreFaults
{
    // Below API Gateway's 29 s, with room for the answer.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Runs an operation, all its requests and their repetitions together within 20 s or the deadline given.</summary>
    public static async Task<T> GuardAsync<T>(
        Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(deadline ?? Deadline);
        try
        {
            return await operation(limited.Token);
        }
        catch (Exception failure) when (IsUnavailable(failure) && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"DynamoDB request failed: {failure.Message}", failure);
        }
    }

    /// <summary>What to set, if the start failed because of the configuration; otherwise null.</summary>
    public static StoreConfigurationException? Explain(Exception failure, string table)
    {
        var advice = Advice((failure as StoreUnavailableException)?.InnerException ?? failure, table);
        return advice is null ? null : new StoreConfigurationException(advice, failure);
    }

    private static string? Advice(Exception failure, string table) => failure switch
    {
        ResourceNotFoundException =>
            $"There is no DynamoDB table '{table}' here: set Storage__DynamoDb__TableName and AWS_REGION, "
            + "or for an emulator Storage__DynamoDb__CreateTable=true.",
        AmazonServiceException { ErrorCode: "ValidationException" } =>
            $"The DynamoDB table '{table}' is not a pet store's (keys pk and sk, index {Attributes.TypeIndex}): "
            + "set Storage__DynamoDb__TableName.",
        AmazonServiceException throttled when throttled.IsThrottling() =>
            $"DynamoDB throttles the table '{table}' ({throttled.ErrorCode}): start again later, or raise the table's capacity.",
        AmazonServiceException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Forbidden } refusal =>
            $"AWS refuses these credentials for the table '{table}' ({refusal.ErrorCode}): set AWS_ACCESS_KEY_ID and "
            + "AWS_SECRET_ACCESS_KEY, or give the role access to the table.",
        OperationCanceledException or TimeoutException => Unreachable($"no answer within {Deadline.TotalSeconds} s"),
        AmazonServiceException or HttpRequestException => Unreachable(failure.Message),
        AmazonClientException => Missing(failure.Message),
        _ => null,
    };

    private static string Unreachable(string why) =>
        $"DynamoDB cannot be reached ({why}): set AWS_REGION, or AWS_ENDPOINT_URL_DYNAMODB for an emulator, and see that there is a route to it.";

    // The SDK throws the same exception for every missing setting.
    private static string Missing(string message) => message switch
    {
        _ when message.Contains("valid URL", StringComparison.Ordinal) => $"{message}: set AWS_ENDPOINT_URL_DYNAMODB to a URL.",
        _ when message.Contains("Region", StringComparison.Ordinal) => "There is no AWS region: set AWS_REGION.",
        _ when message.Contains("profile.", StringComparison.Ordinal) && !message.Contains('\n') => $"{message} Set AWS_PROFILE.",
        _ => "There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
    };

    public static bool IsThrottling(this AmazonServiceException failure) =>
        failure is ProvisionedThroughputExceededException or RequestLimitExceededException || failure.ErrorCode == "ThrottlingException";

    // A request that DynamoDB finds invalid is a bug of this program, not an outage.
    private static bool IsUnavailable(Exception failure) => failure switch
    {
        AmazonServiceException { ErrorCode: "ValidationException" } => false,
        AmazonServiceException or AmazonClientException => true,
        HttpRequestException or IOException or TimeoutException or OperationCanceledException or CounterMissingException => true,
        _ => false,
    };
}
