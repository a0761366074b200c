using PrivateGateway;
using PrivateGateway.Templates;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Doctor;

/// <summary>The repository's template served by the private gateway, with a function whose behaviour a test sets.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly PrivateGatewayHost _host;
    private readonly DirectoryInfo _function;

    private TestApi(PrivateGatewayHost host, DirectoryInfo function) => (_host, _function) = (host, function);

    public PrivateApi Api => _host.Apis[0].Api;

    /// <summary>vpce-0aaa is the endpoint that the listed mode lets in; vpce-0bbb is not.</summary>
    public string Url(string endpoint = "vpce-0aaa", string stage = "v1") => new Uri(_host.Urls[endpoint], $"/{stage}/").ToString();

    public Uri Origin => _host.Urls["vpce-0aaa"];

    public static async Task<TestApi> StartAsync(
        string[] parameters, string behaviour = "answer", Func<GatewayOptions, GatewayOptions>? options = null, Func<PrivateApi, PrivateApi>? change = null)
    {
        Requires.Program("bash");
        Requires.Program("curl");
        var function = Directory.CreateTempSubdirectory("petstore-doctor-");
        var bootstrap = Path.Combine(function.FullName, "bootstrap");
        File.Copy(Repository.PathTo("tests", "PetStore.Deploy.Tests", "Doctor", "bootstrap"), bootstrap);
        File.SetUnixFileMode(bootstrap, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var given = new GatewayOptions
        {
            TemplatePath = Repository.PathTo("serverless.template"),
            FunctionDirectory = function.FullName,
            Endpoints = [EndpointListener.Free("vpce-0aaa"), EndpointListener.Free("vpce-0bbb")],
            Environment = new Dictionary<string, string> { ["BEHAVIOUR"] = behaviour },
        };
        var overrides = parameters.Append("FunctionRuntime=provided.al2023").Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        var api = DeployedTemplate.Load(given.TemplatePath, overrides);
        var host = await PrivateGatewayHost.StartAsync(
            options?.Invoke(given) ?? given, change?.Invoke(api) ?? api, TestContext.Current.CancellationToken);
        return new TestApi(host, function);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _function.Delete(recursive: true);
    }
}
