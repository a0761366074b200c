using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PetStore.Client;

namespace PetStore.EndToEnd.Tests.Client;

/// <summary>The network's end of a client: answers as it is told, in this order (the last answer again and again), and remembers each request.</summary>
internal sealed class ScriptedServer(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public const string OnePet = """{"id":1,"type":"dog","price":249.99}""";

    public List<SeenRequest> Requests { get; } = [];

    public InstantTime Time { get; } = new();

    public IPetStoreClient Client(Action<PetStoreClientOptions>? configure = null) =>
        Client(services => services.AddPetStoreClient(options =>
        {
            options.BaseUrl = new Uri("http://store.test/v1");
            configure?.Invoke(options);
        }));

    public IPetStoreClient Client(params (string Key, string? Value)[] settings) =>
        Client(services => services.AddPetStoreClient(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"PetStore:{setting.Key}", setting.Value)))
            .Build().GetSection("PetStore")));

    public static Func<HttpResponseMessage> Answer(
        int status, string body = "", string mediaType = "application/json", params (string Name, string Value)[] headers) => () =>
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        foreach (var (name, value) in headers)
            answer.Headers.TryAddWithoutValidation(name, value);
        return answer;
    };

    public static Func<HttpResponseMessage> Problem(int status, string members = "") =>
        Answer(status, $$"""{"type":"about:blank","title":"A title","status":{{status}}{{members}},"requestId":"r-1"}""", "application/problem+json");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new SeenRequest(request.Method.Method, request.RequestUri!, body, request.Headers.ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase)));

        var answer = answers[Math.Min(Requests.Count, answers.Length) - 1]();
        answer.RequestMessage = request;
        return answer;
    }

    private IPetStoreClient Client(Func<IServiceCollection, IHttpClientBuilder> register)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        register(services).ConfigurePrimaryHttpMessageHandler(() => this);
        return services.BuildServiceProvider().GetRequiredService<IPetStoreClient>();
    }
}

internal sealed record SeenRequest(string Method, Uri Url, string Body, IReadOnlyDictionary<string, string> Headers);
