using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PetStore.EndToEnd.Tests.Running;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Documents;

public sealed partial class HttpFileTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathTo("src", "PetStore.Api", "PetStore.http"));

    [Fact]
    public async Task Every_request_in_the_http_file_gets_the_response_in_its_title()
    {
        await using var store = await KestrelStore.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        var host = new Dictionary<string, string> { ["host"] = store.Url.OriginalString.TrimEnd('/') };
        foreach (var (title, request) in HttpFile.Read(Text, host))
        {
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var expected = title[^3..];
            Assert.True(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture) == expected, $"{title}: it answers {(int)answer.StatusCode}.");
        }
    }

    [Fact]
    public void The_http_file_has_every_operation_of_the_description()
    {
        var written = HttpFile.Read(Text, new Dictionary<string, string> { ["host"] = "http://host" })
            .Select(entry => $"{entry.Request.Method.Method} {Id().Replace(entry.Request.RequestUri!.AbsolutePath.TrimEnd('/'), "/{petId}")}")
            .ToHashSet();
        var description = JsonNode.Parse(File.ReadAllText(Repository.PathTo("src", "PetStore.Api", "openapi.json")))!;
        var described = description["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));

        Assert.Empty(described.Except(written));
    }

    [GeneratedRegex(@"/\d+$")]
    private static partial Regex Id();
}
