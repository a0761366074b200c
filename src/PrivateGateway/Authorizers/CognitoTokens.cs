using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PrivateGateway.Calls;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Authorizers;

/// <summary>Cognito user pool authorizers. Signatures are verified with the keys of <c>--jwks</c>; without, tokens are only decoded.</summary>
internal sealed class CognitoTokens
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly IReadOnlyList<SecurityKey>? _keys;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;
    private int _warned;

    /// <exception cref="GatewayStartException">The key set cannot be read.</exception>
    public CognitoTokens(string? jwksPath, TimeProvider time, Action<string> report)
    {
        (_time, _report) = (time, report);
        try
        {
            _keys = jwksPath is null ? null : [.. new JsonWebKeySet(File.ReadAllText(jwksPath)).GetSigningKeys()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or JsonException)
        {
            throw new GatewayStartException($"--jwks {jwksPath}: not a JSON Web Key Set: {e.Message}", e);
        }
    }

    public async Task<(Authorization?, Answer?)> AuthorizeAsync(Call call, CognitoAuthorizer authorizer)
    {
        var header = RequestSource.ValueOf(call, authorizer.IdentitySource);
        var text = header?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true ? header["Bearer ".Length..].Trim() : header;
        if (string.IsNullOrEmpty(text))
            return Unauthorized(call, "no token");

        JsonWebToken token;
        try
        {
            token = _handler.ReadJsonWebToken(text);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return Unauthorized(call, $"not a JSON Web Token: {e.Message}");
        }

        if (await InvalidAsync(text, token, authorizer) is { } reason)
            return Unauthorized(call, reason);

        // An access token with one of the scopes; without scopes, an identity token.
        var scopes = token.TryGetPayloadValue<string>("scope", out var granted) ? granted.Split(' ') : [];
        var use = token.TryGetPayloadValue<string>("token_use", out var found) ? found : null;
        var wanted = call.Method!.AuthorizationScopes;
        if (wanted.Count > 0 ? use == "id" || !wanted.Intersect(scopes).Any() : use == "access")
            return Unauthorized(call, wanted.Count > 0 ? $"the token has none of the scopes {string.Join(", ", wanted)}" : "an access token, where the method names no scopes");

        return (new Authorization(Verdict.Allow, new JsonObject { ["claims"] = Claims(token) }, null), null);
    }

    private async Task<string?> InvalidAsync(string text, JsonWebToken token, CognitoAuthorizer authorizer)
    {
        // The issuer's last segment is the pool's id, as is the ARN's.
        if (!authorizer.UserPoolArns.Any(arn => arn.Split('/')[^1] == token.Issuer.Split('/')[^1]))
            return $"the token's issuer {token.Issuer} is not one of the user pools";

        if (token.ValidTo < _time.GetUtcNow().UtcDateTime)
            return "the token has expired";

        if (_keys is null)
        {
            if (Interlocked.Exchange(ref _warned, 1) == 0)
                _report("warning: Cognito tokens are decoded and not verified; give the user pool's keys with --jwks");

            return null;
        }

        var result = await _handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            IssuerSigningKeys = _keys,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid ? null : $"the token's signature is not valid: {result.Exception.GetType().Name}";
    }

    // API Gateway passes every claim on as text.
    private static JsonObject Claims(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        return new JsonObject(payload.RootElement.EnumerateObject().Select(claim => KeyValuePair.Create<string, JsonNode?>(
            claim.Name,
            claim.Value.ValueKind == JsonValueKind.Array ? string.Join(',', claim.Value.EnumerateArray().Select(item => item.ToString())) : claim.Value.ToString())));
    }

    private static (Authorization?, Answer?) Unauthorized(Call call, string why)
    {
        call.Explanation = $"Cognito: {why}";
        return (null, GatewayResponses.Unauthorized);
    }
}
