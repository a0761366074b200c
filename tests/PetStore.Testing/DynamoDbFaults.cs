using System.Text;

namespace PetStore.Testing;

/// <summary>DynamoDB's requests as a proxy sees them, and the answers of its bad days.</summary>
public static class DynamoDbFaults
{
    public static Fault DropAnswer { get; } = new Fault.DropAnswer();

    public static Fault Close { get; } = new Fault.Close();

    public static Fault ServerError { get; } = Error(500, "InternalServerError");

    public static Fault Throttle { get; } = Error(400, "ProvisionedThroughputExceededException");

    public static Fault AccessDenied { get; } = Error(400, "AccessDeniedException");

    public static Fault Error(int status, string type) => new Fault.Answer(
        status,
        "application/x-amz-json-1.0",
        $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"as the test says"}""");

    /// <summary>For example <c>PutItem</c>.</summary>
    public static string Operation(this ProxiedRequest request) => $"{request.Headers["X-Amz-Target"]}".Split('.')[^1];

    public static bool Says(this ProxiedRequest request, string text) =>
        Encoding.UTF8.GetString(request.Body.Span).Contains(text, StringComparison.Ordinal);
}
