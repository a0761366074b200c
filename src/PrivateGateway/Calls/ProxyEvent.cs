using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using PrivateGateway.Templates;

namespace PrivateGateway.Calls;

/// <summary>The event of the Lambda proxy integration, payload 1.0, as private REST APIs send it.</summary>
internal sealed class ProxyEvent(PrivateApi api, BinaryMedia binary)
{
    // Never reach the function: hop-by-hop, or replaced by API Gateway's own values.
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "WWW-Authenticate", "X-HTTP-Method-Override", "X-Forwarded-For",
        "x-amzn-cipher-suite", "x-amzn-tls-version", "x-amzn-vpc-id", "x-amzn-vpce-config", "x-amzn-vpce-id",
    };

    private static readonly string[] NeverSet =
        ["cognitoAuthenticationProvider", "cognitoAuthenticationType", "cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId"];

    public ReadOnlyMemory<byte> Write(Call call)
    {
        var buffer = new ArrayBufferWriter<byte>(2048 + (call.Body.Length * 4 / 3));
        using (var json = new Utf8JsonWriter(buffer, Json.Writer))
        {
            json.WriteStartObject();
            WriteRequest(json, call);
            WriteBody(json, call);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The event of a REQUEST authorizer: the same without a body.</summary>
    public ReadOnlyMemory<byte> WriteAuthorizerRequest(Call call)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, Json.Writer))
        {
            json.WriteStartObject();
            json.WriteString("type", "REQUEST");
            json.WriteString("methodArn", call.MethodArn(api));
            WriteRequest(json, call);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteRequest(Utf8JsonWriter json, Call call)
    {
        json.WriteString("resource", call.Method!.ResourcePath);
        json.WriteString("path", EventPath(call));
        json.WriteString("httpMethod", call.HttpMethod);
        WriteHeaders(json, call);
        WriteQuery(json, call);
        WriteMap(json, "pathParameters", call.PathParameters);
        WriteMap(json, "stageVariables", call.Stage.Variables);
        WriteContext(json, call);
    }

    /// <summary>Includes the base path of a custom domain, but not the stage.</summary>
    private static string EventPath(Call call) => call.CustomDomain is null ? call.Path : call.Prefix + call.Path;

    private static void WriteHeaders(Utf8JsonWriter json, Call call)
    {
        var isSigned = call.Principal is not null;
        var forwarded = call.Headers["X-Forwarded-For"] is { Count: > 0 } sent ? $"{string.Join(", ", sent.ToArray())}, {call.SourceIp}" : call.SourceIp;
        KeyValuePair<string, StringValues>[] headers =
        [
            .. call.Headers.Where(header => !Dropped.Contains(header.Key) && !(isSigned && IsAuthorization(header.Key))),
            new("x-amzn-cipher-suite", "ECDHE-RSA-AES128-GCM-SHA256"),
            new("x-amzn-tls-version", "TLSv1.2"),
            new("x-amzn-vpc-id", call.Endpoint.VpcId),
            new("x-amzn-vpce-config", "1"),
            new("x-amzn-vpce-id", call.Endpoint.VpcEndpointId),
            new("X-Forwarded-For", forwarded),
        ];

        json.WriteStartObject("headers");
        foreach (var (name, values) in headers)
            json.WriteString(name, values[^1]);
        json.WriteEndObject();

        json.WriteStartObject("multiValueHeaders");
        foreach (var (name, values) in headers)
            WriteArray(json, name, values);
        json.WriteEndObject();
    }

    private static bool IsAuthorization(string name) => name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);

    private static void WriteQuery(Utf8JsonWriter json, Call call)
    {
        var parameters = call.Target.Parameters().GroupBy(pair => pair.Key, pair => pair.Value).ToArray();
        if (parameters.Length == 0)
        {
            json.WriteNull("queryStringParameters");
            json.WriteNull("multiValueQueryStringParameters");
            return;
        }

        json.WriteStartObject("queryStringParameters");
        foreach (var parameter in parameters)
            json.WriteString(parameter.Key, parameter.Last());
        json.WriteEndObject();

        json.WriteStartObject("multiValueQueryStringParameters");
        foreach (var parameter in parameters)
            WriteArray(json, parameter.Key, parameter);
        json.WriteEndObject();
    }

    private void WriteContext(Utf8JsonWriter json, Call call)
    {
        json.WriteStartObject("requestContext");
        json.WriteString("resourceId", ContextVariables.ResourceId(call));
        json.WriteString("resourcePath", call.Method!.ResourcePath);
        json.WriteString("httpMethod", call.HttpMethod);
        json.WriteString("extendedRequestId", call.ExtendedRequestId);
        json.WriteString("requestTime", call.RequestTime);
        json.WriteString("path", call.Prefix + call.RawPath);
        json.WriteString("accountId", api.AccountId);
        json.WriteString("protocol", "HTTP/1.1");
        json.WriteString("stage", call.Stage.Name);
        json.WriteString("domainPrefix", call.Host.Split('.')[0]);
        json.WriteNumber("requestTimeEpoch", call.Received.ToUnixTimeMilliseconds());
        json.WriteString("requestId", call.RequestId);
        WriteIdentity(json, call);
        json.WriteString("domainName", call.Host);
        json.WriteString("deploymentId", ContextVariables.DeploymentId(call));
        json.WriteString("apiId", api.ApiId);
        if (call.AuthorizerContext is { } authorizer)
        {
            json.WritePropertyName("authorizer");
            authorizer.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, Call call)
    {
        var signer = call.Principal is null ? null : Signer.Of(call);
        json.WriteStartObject("identity");
        json.WriteString("accessKey", signer?.AccessKey);
        json.WriteString("accountId", signer?.AccountId);
        if (call.ApiKey is not null)
        {
            json.WriteString("apiKey", call.ApiKey.Value);
            json.WriteString("apiKeyId", call.ApiKey.Id);
        }

        json.WriteString("caller", signer?.Caller);
        foreach (var name in NeverSet)
            json.WriteNull(name);

        json.WriteString("sourceIp", call.SourceIp);
        json.WriteString("user", signer?.Caller);
        json.WriteString("userAgent", call.Header("User-Agent"));
        json.WriteString("userArn", call.Principal);
        json.WriteString("vpcId", call.Endpoint.VpcId);
        json.WriteString("vpceId", call.Endpoint.VpcEndpointId);
        json.WriteEndObject();
    }

    private void WriteBody(Utf8JsonWriter json, Call call)
    {
        var isBase64 = call.Body.Length > 0 && binary.IsBinaryRequest(call.Header("Content-Type"));
        if (call.Body.Length == 0)
            json.WriteNull("body");
        else if (isBase64)
            json.WriteBase64String("body", call.Body.Span);
        else
            json.WriteString("body", Encoding.UTF8.GetString(call.Body.Span));

        json.WriteBoolean("isBase64Encoded", isBase64);
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in map)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string?> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
