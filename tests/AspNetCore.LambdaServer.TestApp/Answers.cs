using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace AspNetCore.LambdaServer.TestApp;

/// <summary>One route for each way to answer.</summary>
internal static class Answers
{
    private static readonly TaskCompletionSource AllArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int _calls;
    private static int _arrived;

    public static void MapAnswers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status/{code:int}", (HttpContext context, int code) => WriteAsync(context, code, "a body"));
        routes.MapMethods("/head", ["GET", "HEAD"], (HttpContext context) => WriteAsync(context, 200, "a body"));
        routes.MapGet("/cookies", (HttpContext context) =>
        {
            context.Response.Cookies.Append("a", "1");
            context.Response.Cookies.Append("b", "2", new CookieOptions { Secure = true, HttpOnly = true });
        });
        routes.MapGet("/bytes/{count:int}", (HttpContext context, int count, string? type) =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(Pattern(count)).AsTask();
        });
        routes.MapGet("/text/{count:int}", (int count) => Results.Text(new string('x', count)));
        routes.MapGet("/file", (HttpContext context, IWebHostEnvironment environment) =>
            context.Response.SendFileAsync(Path.Combine(environment.ContentRootPath, "wwwroot", "hello.txt"), 2, 4));
        routes.MapGet("/compressed", () => Results.Text(string.Concat(Enumerable.Repeat("petstore ", 500)), "text/plain"));
        routes.MapGet("/cached", () => Results.Text($"{Interlocked.Increment(ref _calls)}")).CacheOutput();
        routes.MapGet("/calls", () => Results.Text($"{Interlocked.Increment(ref _calls)}"));
        routes.MapGet("/json", () => Results.Text("{\"name\":\"\\u00e4 \\\\ ä\u2028\"}", "application/json"));
        routes.MapGet("/slow", async (IHostApplicationLifetime lifetime) =>
        {
            // Until the process is told to stop.
            Console.WriteLine("Slow.");
            await Task.Delay(Timeout.Infinite, lifetime.ApplicationStopping).ContinueWith(_ => { }, TaskScheduler.Default);
            return "done";
        });
        routes.MapGet("/meet/{count:int}", async (int count) =>
        {
            if (Interlocked.Increment(ref _arrived) == count)
                AllArrived.SetResult();

            await AllArrived.Task;
            return "met";
        });
        routes.MapGet("/callbacks", WriteCallbacksAsync);
        routes.MapPost("/pipe", async (HttpContext context) =>
        {
            context.Response.ContentType = context.Request.ContentType;
            await context.Request.BodyReader.CopyToAsync(context.Response.BodyWriter);
            await context.Response.BodyWriter.FlushAsync();
        });
    }

    /// <summary>Every byte value, again and again.</summary>
    private static byte[] Pattern(int count) => [.. Enumerable.Range(0, count).Select(index => (byte)index)];

    private static Task WriteAsync(HttpContext context, int code, string body)
    {
        context.Response.StatusCode = code;
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
    }

    private static async Task WriteCallbacksAsync(HttpContext context)
    {
        context.Response.OnStarting(() => Append(context, "first registered"));
        context.Response.OnStarting(() => Append(context, "last registered"));
        context.Response.OnCompleted(() =>
        {
            Console.WriteLine($"Completed with {context.Response.StatusCode}.");
            return Task.CompletedTask;
        });
        await context.Response.WriteAsync($"{context.Response.HasStarted} ");
        await context.Response.WriteAsync($"{context.Response.HasStarted}");
    }

    private static Task Append(HttpContext context, string text)
    {
        context.Response.Headers.Append("X-Order", text);
        return Task.CompletedTask;
    }
}
