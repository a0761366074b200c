namespace PrivateGateway.Calls;

/// <summary>Sends an answer to the client: as a whole, or as the integration writes it.</summary>
internal static class AnswerSender
{
    // API Gateway's limits for streams on private and regional APIs: idle time, and total time.
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TotalLimit = TimeSpan.FromMinutes(15);

    public static async Task SendAsync(Call call, Answer answer, TimeProvider time)
    {
        var response = call.Http.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers.Append(name, value);

        response.Headers["x-amzn-RequestId"] = call.RequestId;
        response.Headers["x-amz-apigw-id"] = call.ExtendedRequestId;
        var hasBody = answer.Status is not (204 or 205 or 304) && !HttpMethods.IsHead(call.Http.Request.Method);
        if (answer.Stream is { } stream)
        {
            await CopyAsync(call, stream, hasBody, time);
            return;
        }

        if (answer.Status is 204 or 205 or 304)
            return;

        response.ContentLength = answer.Body.Length;
        if (hasBody)
            await response.Body.WriteAsync(answer.Body, call.Http.RequestAborted);
    }

    // An interrupted stream must not look complete. If the request delegate fails, Kestrel sends what was written, omits the last
    // chunk, and closes the connection.
    private static async Task CopyAsync(Call call, AnswerStream stream, bool hasBody, TimeProvider time)
    {
        var isComplete = false;
        string? error = null;
        using var idle = new CancellationTokenSource(IdleLimit, time);
        using var total = new CancellationTokenSource(TotalLimit, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, total.Token, call.Http.RequestAborted);
        try
        {
            await call.Http.Response.StartAsync(limit.Token);
            while (true)
            {
                var read = await stream.Body.ReadAsync(limit.Token);
                foreach (var part in hasBody ? read.Buffer : default)
                    await call.Http.Response.BodyWriter.WriteAsync(part, limit.Token);

                stream.Body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;

                idle.CancelAfter(IdleLimit);
            }

            isComplete = true;
            error = stream.Error;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            error = call.Http.RequestAborted.IsCancellationRequested ? "the client disconnected"
                : idle.IsCancellationRequested ? "nothing came for 5 minutes"
                : total.IsCancellationRequested ? "it lasted longer than 15 minutes"
                : e.Message;
        }
        finally
        {
            stream.End(isComplete);
        }

        if (error is not null)
            throw new IOException(error);
    }
}
