using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace PetStore.Api.Tests.Telemetry;

/// <summary>An OTLP receiver over HTTP that keeps what it is sent. Names and ids are looked for in the protobuf's bytes.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();
    private readonly SemaphoreSlim _arrived = new(0);

    public OtlpReceiver()
    {
        Url = $"http://127.0.0.1:{PetStore.Testing.FreePort.Next()}";
        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _ = ReceiveAsync();
    }

    public string Url { get; }

    /// <summary>The variables that make a program send to it, soon.</summary>
    public (string Name, string Value)[] Environment =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_BLRP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
    ];

    /// <summary>Waits until one export of the signal (<c>traces</c>, <c>metrics</c>, <c>logs</c>) has all of these.</summary>
    public async Task WaitForAsync(string signal, params byte[][] parts)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_received.Any(export => export.Path == $"/v1/{signal}" && parts.All(part => export.Body.AsSpan().IndexOf(part) >= 0)))
            await _arrived.WaitAsync(limit.Token);
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public void Dispose()
    {
        _listener.Close();
        _arrived.Dispose();
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            _received.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
            _arrived.Release();
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }
}
