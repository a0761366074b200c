using System.Text;

namespace PrivateGateway.Calls;

/// <summary>A function's response as the caller gets it.</summary>
internal sealed class ResponseMapping(BinaryMedia binary)
{
    // Captured from AWS: API Gateway reserves these names.
    private static readonly HashSet<string> Remapped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards", "Proxy-Authenticate",
        "Server", "Trailer", "Upgrade", "User-Agent", "WWW-Authenticate", "x-amzn-RequestId",
    };

    public Answer Map(Call call, ProxyResponse response)
    {
        byte[] body;
        try
        {
            var accepted = string.Join(",", call.Headers.Accept.ToArray());
            body = response.IsBase64Encoded && binary.AcceptsBinary(accepted)
                ? Convert.FromBase64String(response.Body)
                : Encoding.UTF8.GetBytes(response.Body);
        }
        catch (FormatException)
        {
            call.Decision = "the body is not base64";
            return GatewayResponses.InternalServerError;
        }

        // Assumed to be dropped: API Gateway frames the body itself.
        var headers = response.Headers.Where(header => !header.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            .Select(header => Remapped.Contains(header.Key) ? new($"x-amzn-Remapped-{header.Key}", header.Value) : header)
            .ToList();
        if (!response.OmitsContentType && !headers.Exists(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            headers.Add(new("Content-Type", "application/json"));

        headers.Add(new("X-Amzn-Trace-Id", call.TraceId));
        return new Answer(response.Status, headers, body);
    }
}
