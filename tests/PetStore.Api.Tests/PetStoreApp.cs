using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests;

/// <summary>The app on Kestrel with its own port, and its own store, which is deleted with it.</summary>
public sealed class PetStoreApp : WebApplicationFactory<Program>
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Action<IServiceCollection> _services;
    private readonly (string Key, string Value)[] _settings;
    private readonly Lazy<HttpClient> _client;

    public PetStoreApp(params (string Key, string Value)[] settings)
        : this(_ => { }, settings)
    {
    }

    public PetStoreApp(Action<IServiceCollection> services, params (string Key, string Value)[] settings)
    {
        _services = services;
        _settings = settings;
        _client = new(Connect);
        UseKestrel();
    }

    public Uri Address => _client.Value.BaseAddress!;

    internal Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    internal Task<Answer> PostAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/pets", body, headers);

    internal Task<Answer> PutAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, body, headers);

    internal Task<Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, path, null, headers);

    /// <summary>Sends a request and asserts that the API description has the response.</summary>
    internal async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        var answer = await _client.Value.ExchangeAsync(method, path, body, headers);
        ApiDescription.AssertDescribes(method, path, answer);
        return answer;
    }

    /// <summary>Creates pets one after another, and returns their ids.</summary>
    internal async Task<List<long>> CreateAsync(int count, string type = "dog")
    {
        var ids = new List<long>(count);
        for (var i = 0; i < count; i++)
        {
            var answer = await PostAsync($$"""{"type":"{{type}}","price":1.25}""");
            Assert.Equal(201, answer.Status);
            ids.Add(answer.Json.GetProperty("pet").GetProperty("id").GetInt64());
        }

        return ids;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // Not UseKestrel(0), which sets the port while Program continues, and can be too late.
        builder.UseUrls("http://127.0.0.1:0");
        builder.UseSetting("Storage:Sqlite:Path", _directory.File("petstore.db"));
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);

        builder.ConfigureTestServices(_services);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();

        await base.DisposeAsync();
        _directory.Dispose();
    }

    private HttpClient Connect()
    {
        StartServer();
        return Exchange.ClientFor(ClientOptions.BaseAddress);
    }
}
