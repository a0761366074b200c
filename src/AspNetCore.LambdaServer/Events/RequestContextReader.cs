using System.Security.Claims;
using System.Text;
using System.Text.Json;

namespace AspNetCore.LambdaServer.Events;

/// <summary>Reads <c>requestContext</c>, with its <c>identity</c> and <c>authorizer</c>.</summary>
internal static class RequestContextReader
{
    public static ProxyRequestContext Read(ref Utf8JsonReader json)
    {
        var context = new ProxyRequestContext();
        if (!json.ReadObjectOrNull())
            return context;

        while (json.ReadMember())
        {
            if (json.ValueTextEquals("path"u8))
                context.Path = json.ReadText();
            else if (json.ValueTextEquals("stage"u8))
                context.Stage = json.ReadText();
            else if (json.ValueTextEquals("apiId"u8))
                context.ApiId = json.ReadText();
            else if (json.ValueTextEquals("accountId"u8))
                context.AccountId = json.ReadText();
            else if (json.ValueTextEquals("requestId"u8))
                context.RequestId = json.ReadText();
            else if (json.ValueTextEquals("extendedRequestId"u8))
                context.ExtendedRequestId = json.ReadText();
            else if (json.ValueTextEquals("domainName"u8))
                context.DomainName = json.ReadText();
            else if (json.ValueTextEquals("identity"u8))
                ReadIdentity(ref json, context);
            else if (json.ValueTextEquals("authorizer"u8))
                context.Claims = ReadAuthorizer(ref json);
            else
                json.SkipValue();
        }

        return context;
    }

    private static void ReadIdentity(ref Utf8JsonReader json, ProxyRequestContext context)
    {
        if (!json.ReadObjectOrNull())
            return;

        while (json.ReadMember())
        {
            if (json.ValueTextEquals("sourceIp"u8))
                context.SourceIp = json.ReadText();
            else if (json.ValueTextEquals("vpcId"u8))
                context.VpcId = json.ReadText();
            else if (json.ValueTextEquals("vpceId"u8))
                context.VpceId = json.ReadText();
            else if (json.ValueTextEquals("apiKeyId"u8))
                context.ApiKeyId = json.ReadText();
            else
                json.SkipValue();
        }
    }

    // A Cognito authorizer gives {"claims": {...}}; a Lambda authorizer gives its own members, among them principalId.
    private static List<Claim>? ReadAuthorizer(ref Utf8JsonReader json)
    {
        if (!json.ReadObjectOrNull())
            return null;

        List<Claim> own = [], ofCognito = [];
        while (json.ReadMember())
        {
            var name = json.GetString()!;
            json.Read();
            if (name == "claims" && json.TokenType == JsonTokenType.StartObject)
                ReadClaims(ref json, ofCognito);
            else
                AddClaim(ref json, name, own);
        }

        return ofCognito.Count > 0 ? ofCognito : own;
    }

    private static void ReadClaims(ref Utf8JsonReader json, List<Claim> claims)
    {
        while (json.ReadMember())
        {
            var name = json.GetString()!;
            json.Read();
            AddClaim(ref json, name, claims);
        }
    }

    private static void AddClaim(ref Utf8JsonReader json, string name, List<Claim> claims)
    {
        if (json.TokenType == JsonTokenType.String)
            claims.Add(new Claim(name, json.GetString()!));
        else if (json.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
            claims.Add(new Claim(name, Encoding.UTF8.GetString(json.ValueSpan)));
        else
            json.Skip();
    }
}
