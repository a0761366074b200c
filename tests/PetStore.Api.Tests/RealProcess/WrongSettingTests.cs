using System.Net;
using System.Net.Sockets;

namespace PetStore.Api.Tests.RealProcess;

/// <summary>A wrong setting ends the start with exit code 1 and one line: its name, its value, and what would do.</summary>
public sealed class WrongSettingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("petstore.db");

    [Theory]
    [InlineData("--Storage:Provider=Postgres", "Storage:Provider is 'Postgres'. Use Sqlite or DynamoDb.")]
    [InlineData("--Storage:Provider=7", "Storage:Provider is '7'. Use Sqlite or DynamoDb.")]
    [InlineData("--Storage:Sqlite:Path=/nowhere/at/all.db", "Storage:Sqlite:Path is '/nowhere/at/all.db'. The folder /nowhere/at does not exist.")]
    [InlineData("--Storage:Sqlite:Path=/tmp", "/tmp")]
    [InlineData("--Storage:Sqlite:Path=", "Storage:Sqlite:Path")]
    [InlineData("--Storage:Sqlite:Path=:memory:", "Storage:Sqlite:Path must be the path of a file")]
    [InlineData("--Storage:Sqlite:Path=file:pets?mode=memory", "Storage:Sqlite:Path must be the path of a file")]
    [InlineData("--Storage:DynamoDb:IdBlockSize=many", "'many' at 'Storage:DynamoDb:IdBlockSize'")]
    [InlineData("--Storage:DynamoDb:IdBlockSize=0", "IdBlockSize")]
    [InlineData("--Cors:Origins=https://shop.example/", "Cors:Origins is 'https://shop.example/'")]
    [InlineData("--Page:CurrencySign=Galactic", "Page:CurrencySign is 'Galactic'. Use at most 5 characters, such as $ or CHF.")]
    [InlineData("--urls=foo", "urls is 'foo'. Use scheme, host and port alone, such as http://127.0.0.1:5080.")]
    [InlineData("--urls=ftp://127.0.0.1:5080", "urls is 'ftp://127.0.0.1:5080'.")]
    [InlineData("--urls=http://127.0.0.1:99999", "urls is 'http://127.0.0.1:99999'.")]
    [InlineData("--urls=http://127.0.0.1:5080/base", "urls is 'http://127.0.0.1:5080/base'.")]
    [InlineData("--urls=http://192.0.2.1:5080", "Cannot listen on http://192.0.2.1:5080")]
    [InlineData("--Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default is 'Loud'. Use Trace, Debug,")]
    [InlineData("--prot=5080", "Unknown switch '--prot'. Run with --help for the list.")]
    [InlineData("--url=http://127.0.0.1:0", "Unknown switch '--url'. Did you mean --urls? Run with --help for the list.")]
    [InlineData("--Path=pets.db", "Unknown switch '--Path'. Did you mean --Storage:Sqlite:Path?")]
    [InlineData("-x", "Unexpected argument '-x'.")]
    [InlineData("serve", "Unexpected argument 'serve'.")]
    [InlineData("--urls", "--urls needs a value.")]
    public Task An_invalid_setting_on_the_command_line_stops_the_start(string argument, string message) => AssertRefusedAsync(message, [], argument);

    [Theory]
    [InlineData("ASPNETCORE_URLS", "foo", "urls is 'foo'.")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "99999", "http_ports is '99999'. Use a number from 0 to 65535.")]
    [InlineData("Logging__LogLevel__Default", "Loud", "Logging:LogLevel:Default is 'Loud'.")]
    [InlineData("Logging__Console__LogLevel__PetStore", "Loud", "Logging:Console:LogLevel:PetStore is 'Loud'.")]
    [InlineData("Storage__Sqllite__Path", "pets.db", "Storage:Sqllite:Path is 'pets.db'. There is no such setting.")]
    public Task An_invalid_setting_in_the_environment_stops_the_start(string name, string value, string message) => AssertRefusedAsync(message, [(name, value)]);

    [Theory]
    [InlineData("ASPNETCORE_URLS", "https://127.0.0.1:0")]
    [InlineData("ASPNETCORE_HTTPS_PORTS", "0")]
    public Task HTTPS_without_a_certificate_stops_the_start(string name, string value) => AssertRefusedAsync(
        "An https address needs a certificate: run 'dotnet dev-certs https', or set Kestrel:Certificates:Default:Path.",
        // No development certificate: neither the user's store nor the folder of exported ones.
        [("ASPNETCORE_URLS", ""), (name, value), ("HOME", _directory.Path), ("DOTNET_CLI_HOME", _directory.Path)]);

    [Fact]
    public Task A_certificate_that_does_not_exist_stops_the_start() => AssertRefusedAsync(
        "/nowhere.pfx", [("ASPNETCORE_URLS", "https://127.0.0.1:0"), ("Kestrel__Certificates__Default__Path", "/nowhere.pfx")]);

    [Theory]
    [InlineData("AWS_REGION", "us-east1")]
    [InlineData("AWS_REGION", "us east 1")]
    [InlineData("AWS__Region", "US-East-1")]
    public Task An_invalid_region_stops_the_start(string name, string value) => AssertRefusedAsync(
        $"is '{value}'. Use the name of a region, such as us-east-1.",
        [("Storage__Provider", "DynamoDb"), ("AWS_ACCESS_KEY_ID", "x"), ("AWS_SECRET_ACCESS_KEY", "y"), (name, value)]);

    [Fact]
    public async Task An_appsettings_file_that_is_not_JSON_stops_the_start()
    {
        File.WriteAllText(_directory.File("appsettings.json"), "{ \"Storage\": ");

        await AssertRefusedAsync("appsettings.json", [], $"--contentRoot={_directory.Path}");
    }

    [Fact]
    public async Task A_port_in_use_names_the_switch_that_chooses_another()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        await AssertRefusedAsync("address already in use. Choose another with --urls.", [], $"--urls=http://{listener.LocalEndpoint}");
    }

    [Fact]
    public async Task Help_lists_every_setting()
    {
        var (code, lines) = await StoreProcess.StartInVainAsync(Database, "--help");

        Assert.Equal(0, code);
        Assert.All(Api.Start.Settings.All, setting => Assert.Contains(lines, line => line.StartsWith($"--{setting.Key}", StringComparison.Ordinal)));
    }

    public void Dispose() => _directory.Dispose();

    private async Task AssertRefusedAsync(string message, (string, string)[] variables, params string[] arguments)
    {
        var (code, lines) = await StoreProcess.StartInVainAsync(Database, variables, arguments);

        Assert.Contains(message, Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(1, code);
    }
}
