using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateGateway.Calls;
using PrivateGateway.Lambda;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Authorizers;

/// <summary>Lambda authorizers, TOKEN and REQUEST. Their results are cached by the values of their identity sources.</summary>
internal sealed class LambdaAuthorization(PrivateApi api, FunctionSet functions, AccessControl access, TimeProvider time)
{
    private const int MaxCached = 10_000;

    // Assumed: AWS does not document how long it waits for an authorizer.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(29);

    private readonly BinaryMedia _binary = new(api.BinaryMediaTypes);
    private readonly ConcurrentDictionary<string, (Result Result, DateTimeOffset Expires)> _cache = new();

    public async Task<(Authorization?, Answer?)> AuthorizeAsync(Call call, LambdaAuthorizer authorizer)
    {
        // 1. The identity sources. If one is missing, the function is not invoked.
        var identity = authorizer.IdentitySources.Select(source => RequestSource.ValueOf(call, source)).ToList();
        if (identity.Exists(string.IsNullOrEmpty))
            return Unauthorized(call, "an identity source is missing");

        if (authorizer.IsToken && !IsWellFormed(identity.Count > 0 ? identity[0]! : "", authorizer.ValidationExpression))
            return Unauthorized(call, "the token does not match the validation expression");

        // 2. The function's result, or a cached one.
        var key = $"{call.Stage.Name}\n{authorizer.Id}\n{string.Join('\n', identity)}";
        if (authorizer.ResultTtl == TimeSpan.Zero || !_cache.TryGetValue(key, out var cached) || cached.Expires <= time.GetUtcNow())
        {
            var (result, failure) = await AskAsync(call, authorizer, identity);
            if (result is null)
                return (null, failure);

            cached = (result, time.GetUtcNow() + authorizer.ResultTtl);
            if (authorizer.ResultTtl > TimeSpan.Zero)
                Keep(key, cached);
        }

        // 3. Its policy, evaluated for this method.
        var decision = cached.Result.Policy.Evaluate(access.PolicyRequestOf(call));
        call.Explanation = $"policy of the authorizer {authorizer.Name}: {decision.Reason}";
        return (new Authorization(decision.Verdict, (JsonObject)cached.Result.Context.DeepClone(), cached.Result.UsageIdentifierKey), null);
    }

    private static bool IsWellFormed(string token, string? expression) =>
        expression is not { Length: > 0 } || Regex.IsMatch(token, $"^(?:{expression})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private async Task<(Result?, Answer?)> AskAsync(Call call, LambdaAuthorizer authorizer, List<string?> identity)
    {
        var source = $"arn:{api.Partition}:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}/authorizers/{authorizer.Id}";
        var target = FunctionTarget.Find(api.Functions, authorizer.FunctionArn, call.Stage);
        if (target is null || !(authorizer.UsesRole || target.Function.MayBeInvokedBy(source, target.Qualifier)))
            return Misconfigured(call, "its function does not exist, or API Gateway may not invoke it: an AWS::Lambda::Permission is missing");

        var payload = authorizer.IsToken
            ? JsonSerializer.SerializeToUtf8Bytes(new { type = "TOKEN", authorizationToken = identity[0], methodArn = call.MethodArn(api) })
            : new ProxyEvent(api, _binary).WriteAuthorizerRequest(call);
        var arn = $"arn:{api.Partition}:lambda:{api.Region}:{api.AccountId}:function:{target.Function.Name}";
        using var limit = new CancellationTokenSource(Timeout, time);
        InvocationResult result;
        try
        {
            result = await functions[target.Function].InvokeAsync(new Invocation(Guid.NewGuid().ToString(), payload, arn, call.TraceId), limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return Misconfigured(call, "its function did not answer in time");
        }

        // A function refuses a caller by failing with exactly this message.
        if (result.Status == InvocationStatus.FunctionError && result.ErrorMessage == "Unauthorized")
            return (null, Unauthorized(call, "its function said Unauthorized").Item2);

        result.Stream?.End(isComplete: false);
        if (result.Status != InvocationStatus.Responded || result.Stream is not null)
            return Misconfigured(call, $"{result.Status}: {result.Detail}");

        try
        {
            return (Result.Read(result.Payload, api), null);
        }
        catch (Exception e) when (e is JsonException or FormatException or PolicyException or InvalidOperationException)
        {
            return Misconfigured(call, $"its function's answer cannot be used: {e.Message}");
        }
    }

    private void Keep(string key, (Result, DateTimeOffset) result)
    {
        if (_cache.Count >= MaxCached)
            _cache.Clear();

        _cache[key] = result;
    }

    private static (Authorization?, Answer?) Unauthorized(Call call, string why)
    {
        call.Explanation = $"authorizer: {why}";
        return (null, GatewayResponses.Unauthorized);
    }

    private static (Result?, Answer?) Misconfigured(Call call, string why)
    {
        call.Explanation = $"authorizer: {why}";
        return (null, GatewayResponses.AuthorizerFailure);
    }

    /// <summary>An authorizer function's response: the principal, its policy, and the context for the integration.</summary>
    private sealed record Result(PolicyDocument Policy, JsonObject Context, string? UsageIdentifierKey)
    {
        public static Result Read(ReadOnlyMemory<byte> payload, PrivateApi api)
        {
            if (JsonNode.Parse(payload.Span) is not JsonObject answer)
                throw new FormatException("it is not a JSON object");

            if (answer["principalId"] is not JsonValue principal)
                throw new FormatException("principalId is missing");

            if (answer["policyDocument"] is not JsonObject document)
                throw new FormatException("policyDocument is missing");

            // An identity's policy names no principal; the reader expects one.
            IEnumerable<JsonNode?> statements = document["Statement"] is JsonArray several ? several : [document["Statement"]];
            foreach (var statement in statements)
                (statement as JsonObject)?.TryAdd("Principal", "*");

            var policy = PolicyReader.Read(document, PolicyPlace.Api($"arn:{api.Partition}:execute-api:{api.Region}:{api.AccountId}:{api.ApiId}"));
            var context = new JsonObject { ["principalId"] = principal.ToString() };
            foreach (var (name, value) in answer["context"] as JsonObject ?? [])
            {
                // API Gateway passes numbers and Booleans on as text.
                context[name] = value is JsonValue text ? text.ToString() : throw new FormatException($"context '{name}' is not a string, a number or a Boolean");
            }

            return new Result(policy, context, (string?)answer["usageIdentifierKey"]);
        }
    }
}
