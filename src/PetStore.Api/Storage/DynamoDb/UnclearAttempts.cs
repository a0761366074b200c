using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace PetStore.Api.Storage.DynamoDb;

/// <summary>
/// Sits inside the SDK's retries and remembers, for each call, whether an attempt ended without a clear answer. Such an attempt may have
/// written, so a condition that fails afterwards may have been broken by the call itself. (The SDK's own retry counter leaves out what
/// it repeats after a lost connection.)
/// </summary>
internal sealed class UnclearAttempts : PipelineHandler
{
    private const string Mark = "PetStore.UnclearAttempt";

    public static bool Preceded(ConditionalCheckFailedException failure) => failure.Data.Contains(Mark);

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var attributes = executionContext.RequestContext.ContextAttributes;
        try
        {
            return await base.InvokeAsync<T>(executionContext);
        }
        catch (ConditionalCheckFailedException failure) when (attributes.ContainsKey(Mark))
        {
            failure.Data[Mark] = true;
            throw;
        }
        catch (Exception failure) when (!IsRefusal(failure))
        {
            attributes[Mark] = true;
            throw;
        }
    }

    // A status of 400 to 499, throttling among them, says that nothing was written.
    private static bool IsRefusal(Exception failure) =>
        failure is AmazonServiceException service && (int)service.StatusCode is >= 400 and < 500;
}

/// <summary>What the SDK's settings do not reach: applied to every DynamoDB client made after <see cref="Use"/>.</summary>
internal sealed class ClientPipeline : IRuntimePipelineCustomizer
{
    public string UniqueName => "PetStore.DynamoDb";

    /// <summary>Safe to repeat.</summary>
    public static void Use() => RuntimePipelineCustomizerRegistry.Instance.Register(new ClientPipeline());

    public void Customize(Type type, RuntimePipeline pipeline)
    {
        if (!typeof(AmazonDynamoDBClient).IsAssignableFrom(type))
            return;

        pipeline.AddHandlerAfter<RetryHandler>(new UnclearAttempts());

        // The pause before a repetition is random and doubles, up to 20 s by default: longer than a request may take.
        foreach (var retries in pipeline.Handlers.OfType<RetryHandler>())
            ((StandardRetryPolicy)retries.RetryPolicy).MaxBackoffInMilliseconds = 1000;
    }
}
