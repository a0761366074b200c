using System.IO.Pipelines;
using System.Net.ServerSentEvents;

namespace AspNetCore.LambdaServer.TestApp;

/// <summary>One route for each way to stream a response, and to fail while it streams.</summary>
internal static class Streams
{
    public static void MapStreams(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/stream");
        routes.MapGet("/until-stopped", async (HttpContext context, IHostApplicationLifetime lifetime) =>
        {
            context.Response.Cookies.Append("a", "1");
            context.Response.Cookies.Append("b", "2");
            await context.Response.WriteAsync("first\n");
            await Task.Delay(Timeout.Infinite, lifetime.ApplicationStopping).ContinueWith(_ => { }, TaskScheduler.Default);
            await context.Response.WriteAsync("last\n");
        });
        routes.MapGet("/flushes", async (HttpContext context) =>
        {
            var writer = context.Response.BodyWriter;
            writer.Write("one "u8);
            writer.Write("two"u8);
            await writer.FlushAsync();
            await writer.FlushAsync();
            writer.Write("three"u8);
            await context.Response.Body.FlushAsync();
            writer.Write("rest"u8);
        });
        routes.MapGet("/start", async (HttpContext context) =>
        {
            context.Response.StatusCode = 201;
            await context.Response.StartAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        routes.MapGet("/bytes/{count:long}", async (HttpContext context, long count) =>
        {
            var piece = new byte[100_000];
            for (; count > 0; count -= piece.Length)
                await context.Response.Body.WriteAsync(piece);
        });
        routes.MapGet("/events", () => TypedResults.ServerSentEvents(Events()));
        routes.MapGet("/enumerable", () => Texts());
        routes.MapGet("/result", () => Results.Stream(new MemoryStream("a stream"u8.ToArray()), "text/plain"));
        routes.MapGet("/pipe-result", () => Results.Stream(PipeReader.Create(new MemoryStream("a pipe"u8.ToArray())), "text/plain"));
        routes.MapGet("/nothing", () => { });
        routes.MapGet("/complete", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("whole");
            await context.Response.CompleteAsync();
            await context.Response.WriteAsync("too late");
        });
        routes.MapGet("/short", async (HttpContext context) =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("not a hundred");
        });
        routes.MapGet("/many-headers", (HttpContext context) =>
        {
            for (var i = 0; i < 100; i++)
                context.Response.Headers[$"X-{i}"] = new string('x', 200);
        });
        routes.MapGet("/throw", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half of ");
            throw new ÜnusualException("Kätzchen 🐱\r\nInjected: 1");
        });
        routes.MapGet("/abort", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half of ");
            context.Abort();
        });
        routes.MapGet("/deaf", WriteWithoutTokenAsync);
        routes.MapGet("/left-behind", async (HttpContext context) =>
        {
            var writer = context.Response.BodyWriter;
            await context.Response.WriteAsync("mine");
            _ = Task.Run(async () =>
            {
                while (true)
                {
                    writer.Write("left behind"u8);
                    await writer.FlushAsync();
                }
            });
        });
    }

    // Until a write fails: it does not look at RequestAborted.
    private static async Task WriteWithoutTokenAsync(HttpContext context)
    {
        long written = 0;
        try
        {
            while (true)
            {
                await context.Response.Body.WriteAsync(new byte[10_000]);
                written += 10_000;
            }
        }
        finally
        {
            Console.WriteLine($"{context.TraceIdentifier} has written {written}, aborted: {context.RequestAborted.IsCancellationRequested}");
        }
    }

    private static async IAsyncEnumerable<SseItem<string>> Events()
    {
        for (var i = 1; i <= 3; i++)
        {
            await Task.Yield();
            yield return new SseItem<string>($"{i}", "count");
        }
    }

    private static async IAsyncEnumerable<string> Texts()
    {
        for (var i = 1; i <= 3; i++)
        {
            await Task.Yield();
            yield return $"{i}";
        }
    }

    private static void Write(this PipeWriter writer, ReadOnlySpan<byte> text)
    {
        text.CopyTo(writer.GetSpan(text.Length));
        writer.Advance(text.Length);
    }
}

internal sealed class ÜnusualException(string message) : Exception(message);
