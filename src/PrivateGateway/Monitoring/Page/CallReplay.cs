namespace PrivateGateway.Monitoring.Page;

/// <summary>Sends a call again, through the same endpoint and with the same headers and body.</summary>
internal sealed class CallReplay(CallHistory history, PrivateGatewayHost host)
{
    // Of the connection, not of the call.
    private static readonly string[] Left = ["Connection", "Content-Length", "Expect", "Keep-Alive", "Transfer-Encoding", "Upgrade"];

    /// <returns>The new call; null where it is not kept, or the gateway did not answer.</returns>
    public async Task<GatewayCall?> SendAsync(GatewayCall call, CancellationToken cancellationToken)
    {
        // The path as it was sent: not normalized.
        var target = Calls.RequestTarget.Parse(call.Target);
        var url = new Uri(
            $"{host.Urls[call.VpcEndpointId].GetLeftPart(UriPartial.Authority)}{target.Path}{(target.Query.Length > 0 ? "?" : "")}{target.Query}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), url);
        if (call.RequestBody.Length > 0)
            request.Content = new ReadOnlyMemoryContent(call.RequestBody);

        foreach (var (name, value) in call.RequestHeaders.Where(header => !Left.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var client = host.CreateClient(host.Urls[call.VpcEndpointId]);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var id = response.Headers.GetValues("x-amzn-RequestId").First();
            return history.Newest().FirstOrDefault(answered => answered.RequestId == id);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
