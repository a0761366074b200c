using System.Text.Json.Nodes;
using PrivateGateway.Calls;
using PrivateGateway.Integrations;
using PrivateGateway.Lambda;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Authorizers;

/// <param name="Verdict">What the authorizer's policy decides about the method.</param>
/// <param name="Context">The event's <c>requestContext.authorizer</c>.</param>
internal sealed record Authorization(Verdict Verdict, JsonObject Context, string? UsageIdentifierKey);

/// <summary>The authorizers of the API's methods; or with <c>--authorizer-context</c> a fixed context in their place.</summary>
internal sealed class AuthorizerSet(PrivateApi api, FunctionSet functions, AccessControl access, GatewayOptions options)
{
    private readonly LambdaAuthorization _lambda = new(api, functions, access, options.Time);
    private readonly CognitoTokens _cognito = new(options.JwksPath, options.Time, options.Report);

    public async Task<Answer?> AuthorizeAsync(Call call)
    {
        if (call.Method!.Authorizer is not { } authorizer)
            return null;

        // 1. Who the caller is.
        var (authorization, failure) = options.AuthorizerContext is { } given
            ? (Fixed(given), null)
            : authorizer switch
            {
                LambdaAuthorizer lambda => await _lambda.AuthorizeAsync(call, lambda),
                CognitoAuthorizer cognito => await _cognito.AuthorizeAsync(call, cognito),
                _ => throw new InvalidOperationException($"{authorizer}"),
            };
        if (authorization is null)
        {
            call.Decision = $"authorizer {authorizer.Name}";
            return failure;
        }

        call.AuthorizerContext = authorization.Context;
        call.UsageIdentifierKey = authorization.UsageIdentifierKey;

        // 2. A Lambda authorizer's policy counts together with the API's. With Cognito the API's own has decided already.
        return authorizer is LambdaAuthorizer ? access.Admit(call, authorization.Verdict) : null;
    }

    private static Authorization Fixed(IReadOnlyDictionary<string, string> given)
    {
        var context = new JsonObject(given.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        context.TryAdd("principalId", "user");
        return new Authorization(Verdict.Allow, context, given.GetValueOrDefault("usageIdentifierKey"));
    }
}
