using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Authorizers;

public sealed class CognitoTests
{
    private const string Issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool";
    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "k1" };
    private static readonly RsaSecurityKey Other = new(RSA.Create(2048)) { KeyId = "k1" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("good", true, 200)]
    [InlineData("Bearer good", true, 200)]
    [InlineData("forged", true, 401)]
    [InlineData("forged", false, 200)]
    [InlineData("expired", true, 401)]
    [InlineData("expired", false, 401)]
    [InlineData("other pool", true, 401)]
    [InlineData("access", true, 401)]
    [InlineData("not a token", true, 401)]
    [InlineData(null, true, 401)]
    public async Task A_token_is_verified_when_the_keys_are_known(string? token, bool knowsKeys, int status)
    {
        using var directory = new TestDirectory();
        await using var gateway = await StartAsync(directory, knowsKeys);

        using var response = await SendAsync(gateway, TokenOf(token));

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 401)
            Assert.Equal("""{"message":"Unauthorized"}""", await response.Content.ReadAsStringAsync(Cancel));
        if (!knowsKeys && token == "forged")
            await gateway.LineAsync(line => line.Contains("decoded and not verified", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("orders/read", 200)]
    [InlineData("orders/write", 401)]
    public async Task With_scopes_an_access_token_needs_one_of_them(string scope, int status)
    {
        using var directory = new TestDirectory();
        await using var gateway = await StartAsync(directory, true, scope);

        using var response = await SendAsync(gateway, TokenOf("access"));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_event_has_the_claims()
    {
        using var directory = new TestDirectory();
        await using var gateway = await StartAsync(directory, true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "any");
        request.Headers.TryAddWithoutValidation("Authorization", TokenOf("good"));

        var claims = (await gateway.EventOfAsync(request))["requestContext"]!["authorizer"]!["claims"]!;

        Assert.Equal("somebody", (string?)claims["sub"]);
        Assert.Equal(Issuer, (string?)claims["iss"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no keys")]
    public async Task Keys_that_cannot_be_read_stop_the_start(string? content)
    {
        using var directory = new TestDirectory();
        if (content is not null)
            directory.Write("jwks.json", content);

        var failure = await Assert.ThrowsAsync<GatewayStartException>(() => TestGateway.StartAsync(
            options: options => options with { JwksPath = Path.Combine(directory.Path, "jwks.json") }));

        Assert.Contains("jwks.json", failure.Message, StringComparison.Ordinal);
    }

    private static string? TokenOf(string? name) => name switch
    {
        "good" => Token(Key, Issuer, "id"),
        "Bearer good" => $"Bearer {Token(Key, Issuer, "id")}",
        "forged" => Token(Other, Issuer, "id"),
        "expired" => Token(Key, Issuer, "id", DateTime.UtcNow.AddHours(-1)),
        "other pool" => Token(Key, Issuer + "2", "id"),
        "access" => Token(Key, Issuer, "access"),
        var other => other,
    };

    private static string Token(RsaSecurityKey key, string issuer, string use, DateTime? expires = null) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Expires = expires ?? DateTime.UtcNow.AddHours(1),
        NotBefore = DateTime.UtcNow.AddHours(-2),
        IssuedAt = DateTime.UtcNow.AddHours(-2),
        Claims = new Dictionary<string, object> { ["sub"] = "somebody", ["token_use"] = use, ["scope"] = "openid orders/read" },
        SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
    });

    private static Task<TestGateway> StartAsync(TestDirectory directory, bool knowsKeys, params string[] scopes)
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(Key.Rsa.ExportParameters(false)) { KeyId = "k1" });
        directory.Write("jwks.json", JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E, alg = "RS256", use = "sig" } } }));
        return TestGateway.StartAsync(
            api => api with
            {
                Methods =
                [
                    TestGateway.Method("/{proxy+}") with
                    {
                        Authorization = MethodAuthorization.CognitoUserPools,
                        Authorizer = new CognitoAuthorizer(
                            "auth02", "Pool", ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_pool"], "method.request.header.Authorization"),
                        AuthorizationScopes = scopes,
                    },
                ],
            },
            options => options with { JwksPath = knowsKeys ? Path.Combine(directory.Path, "jwks.json") : null, NoFunctions = true, FunctionDirectory = null });
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "any");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token);

        return await gateway.Client.SendAsync(request, Cancel);
    }
}
