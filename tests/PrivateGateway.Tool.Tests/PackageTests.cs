using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using PetStore.Testing;

namespace PrivateGateway.Tool.Tests;

/// <summary>The tool as its users get it: packed, installed, and run in a folder outside this repository.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Template =
        """
        {
          "AWSTemplateFormatVersion": "2010-09-09",
          "Transform": "AWS::Serverless-2016-10-31",
          "Resources": {
            "OrdersApi": {
              "Type": "AWS::Serverless::Api",
              "Properties": {
                "StageName": "live",
                "EndpointConfiguration": { "Type": "PRIVATE" },
                "Auth": { "ResourcePolicy": { "CustomStatements": [{
                  "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
                  "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-0aaa" } }
                }] } }
              }
            },
            "OrdersFunction": {
              "Type": "AWS::Serverless::Function",
              "Properties": {
                "Runtime": "dotnet10",
                "Handler": "PrivateGateway.ScriptedFunction",
                "CodeUri": "out",
                "Timeout": 20,
                "Events": { "Orders": { "Type": "Api", "Properties": { "RestApiId": { "Ref": "OrdersApi" }, "Path": "/say/{text}", "Method": "GET" } } }
              }
            }
          }
        }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tool-package-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_installed_tool_serves_a_template_from_outside_this_repository()
    {
        var packages = _directory.CreateSubdirectory("packages").FullName;
        await RunAsync("pack", Repository.PathTo("src", "PrivateGateway.Tool"), "--artifacts-path", Path.Combine(_directory.FullName, "obj"), "--output", packages);
        CheckMetadata(Directory.GetFiles(packages, "*.nupkg").Single());
        var tool = Path.Combine(_directory.FullName, "tool");
        await RunAsync("tool", "install", "PrivateGateway.Tool", "--add-source", packages, "--tool-path", tool, "--version", "0.1.0");
        var elsewhere = _directory.CreateSubdirectory("elsewhere");
        await File.WriteAllTextAsync(Path.Combine(elsewhere.FullName, "template.json"), Template, Cancel);
        CopyFunction(elsewhere.CreateSubdirectory("out").FullName);

        await using var gateway = ChildProcess.Start(
            Path.Combine(tool, OperatingSystem.IsWindows() ? "private-gateway.exe" : "private-gateway"),
            ["start", "--endpoint", "vpce-0aaa=http://127.0.0.1:0", "--endpoint", "vpce-0bbb=http://127.0.0.1:0", "--explain"],
            directory: elsewhere.FullName);
        using var client = new HttpClient();
        var (admitted, refused) = (await UrlAsync(gateway, "vpce-0aaa"), await UrlAsync(gateway, "vpce-0bbb"));

        Assert.Equal("said", await client.GetStringAsync(admitted + "say/hello", Cancel));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(refused + "say/hello", Cancel)).StatusCode);
        await gateway.WaitForLineAsync(line => line.Contains("resource policy:", StringComparison.Ordinal));
        Assert.DoesNotContain("pet", gateway.Output, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task<string> UrlAsync(ChildProcess gateway, string endpoint)
    {
        var start = $"  through {endpoint}: ";
        return (await gateway.WaitForLineAsync(line => line.StartsWith(start, StringComparison.Ordinal)))[start.Length..];
    }

    private static void CopyFunction(string directory)
    {
        foreach (var extension in (string[])["dll", "runtimeconfig.json"])
        {
            var file = $"PrivateGateway.ScriptedFunction.{extension}";
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(directory, file));
        }
    }

    private static void CheckMetadata(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        using var nuspec = zip.GetEntry("PrivateGateway.Tool.nuspec")!.Open();
        var values = XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToLookup(element => element.Name.LocalName, element => element.Value);
        Assert.Equal("README.md", values["readme"].Single());
        Assert.NotEmpty(values["description"].Single());
    }

    // The package of this run must not stay in the user's package folder, where the next run would find it.
    private Task<string> RunAsync(params string[] words) => ChildProcess.RunAsync(
        "dotnet",
        words,
        new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = Path.Combine(_directory.FullName, "nuget"),
            ["RestoreFallbackFolders"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        },
        _directory.FullName,
        TimeSpan.FromMinutes(5));
}
