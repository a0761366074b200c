using Headers = System.Collections.Generic.IReadOnlyDictionary<string, System.Collections.Generic.IEnumerable<string>>;

namespace PetStore.Client;

/// <summary>The app's own error answer: a problem document (RFC 9457).</summary>
public sealed class PetStoreProblemException : PetStoreException
{
    internal PetStoreProblemException(Problem problem, int statusCode, string response, Headers headers)
        : base(Describe(problem), statusCode, response, headers, null) => Problem = problem;

    /// <summary>What is wrong: <c>Detail</c> in words, <c>Errors</c> by field, and the <c>RequestId</c> that the log has.</summary>
    public Problem Problem { get; }

    private static string Describe(Problem problem)
    {
        var fields = (problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>())
            .Select(field => $"{field.Key} {string.Join(", ", field.Value)}");
        return string.Join("; ", fields.Prepend(problem.Detail ?? problem.Title));
    }
}

/// <summary>
/// An error answer that is not the app's: API Gateway refused the call (endpoint, API key, stage, quota), or could not get an answer.
/// </summary>
public sealed class PetStoreGatewayException : PetStoreException
{
    internal PetStoreGatewayException(string message, string? errorType, int statusCode, string response, Headers headers)
        : base(message, statusCode, response, headers, null) => ErrorType = errorType;

    /// <summary>AWS's name of the error, such as <c>AccessDeniedException</c> or <c>ForbiddenException</c>; null where it gave none.</summary>
    public string? ErrorType { get; }
}
