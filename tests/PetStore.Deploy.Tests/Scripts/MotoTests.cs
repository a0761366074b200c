using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using PetStore.Deploy.Tests.Templates;
using PetStore.Testing;

namespace PetStore.Deploy.Tests.Scripts;

/// <summary>deploy.sh with the real AWS CLI against moto's AWS server, where both are installed.</summary>
public sealed class MotoTests
{
    // Only up to the upload of the API: moto does not support SAM.
    [Fact]
    public async Task Deploy_sh_creates_the_endpoint_and_the_logging_role_and_uploads_the_package()
    {
        await using var aws = await Moto.StartAsync();
        var (vpc, subnets) = await aws.NetworkAsync();
        var artifacts = Directory.CreateTempSubdirectory("petstore-moto-");
        var package = await PackageAsync(artifacts.FullName);

        await using var script = ChildProcess.Start(
            Requires.Program("bash"),
            [Repository.PathTo("deploy", "deploy.sh"), "--stack", "petstore", "--vpc", vpc, "--subnets", subnets, "--clients", "10.0.0.0/16", "--package", package],
            aws.Environment);
        await script.WaitForExitAsync(TimeSpan.FromMinutes(5));
        artifacts.Delete(recursive: true);

        Assert.Contains("Successfully packaged artifacts", script.Output, StringComparison.Ordinal);
        var stacks = (await aws.AskAsync("cloudformation", "describe-stacks"))["Stacks"]!.AsArray();
        Assert.Equal(
            ["api-gateway-logs CREATE_COMPLETE", "petstore-endpoint CREATE_COMPLETE"],
            stacks.Select(stack => $"{stack!["StackName"]} {stack["StackStatus"]}").Where(stack => !stack.StartsWith("petstore ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        var endpoint = Assert.Single((await aws.AskAsync("ec2", "describe-vpc-endpoints"))["VpcEndpoints"]!.AsArray())!;
        Assert.Contains($"AllowedVpcEndpointIds={endpoint["VpcEndpointId"]}", script.Output, StringComparison.Ordinal);
        Assert.Equal(
            ("Interface", "com.amazonaws.eu-west-1.execute-api", true),
            (endpoint["VpcEndpointType"]!.ToString(), endpoint["ServiceName"]!.ToString(), endpoint["PrivateDnsEnabled"]!.GetValue<bool>()));

        var group = (await aws.AskAsync("ec2", "describe-security-groups", "--group-ids", $"{endpoint["Groups"]![0]!["GroupId"]}"))["SecurityGroups"]![0]!;
        var rule = Assert.Single(group["IpPermissions"]!.AsArray())!;
        Assert.Equal((443, 443, "10.0.0.0/16"), (rule["FromPort"]!.GetValue<int>(), rule["ToPort"]!.GetValue<int>(), rule["IpRanges"]![0]!["CidrIp"]!.ToString()));
    }

    private static async Task<string> PackageAsync(string directory)
    {
        var package = Path.Combine(directory, "petstore.zip");
        using (var zip = ZipFile.Open(package, ZipArchiveMode.Create))
            zip.CreateEntry("PetStore.Api.dll");

        var template = TemplateUnderTest.Api();
        template.Function()["CodeUri"] = "petstore.zip";
        await File.WriteAllTextAsync(Path.Combine(directory, "serverless.template"), template.Root.ToJsonString());
        return package;
    }

    private sealed class Moto : IAsyncDisposable
    {
        private readonly ChildProcess _server;
        private readonly string _cli;

        private Moto(ChildProcess server, string cli, int port)
        {
            (_server, _cli) = (server, cli);
            Environment = new Dictionary<string, string?>
            {
                ["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{port}",
                ["AWS_ACCESS_KEY_ID"] = "x",
                ["AWS_SECRET_ACCESS_KEY"] = "y",
                ["AWS_REGION"] = "eu-west-1",
                ["AWS_DEFAULT_REGION"] = "eu-west-1",
                ["AWS_PAGER"] = "",
            };
        }

        public Dictionary<string, string?> Environment { get; }

        public static async Task<Moto> StartAsync()
        {
            var (program, cli) = (Requires.Find("moto_server"), Requires.Find("aws"));
            if (program is null || cli is null)
                Requires.Skip("moto_server or the AWS CLI is not installed.");

            var port = FreePort.Next();
            var server = ChildProcess.Start(program, ["-H", "127.0.0.1", "-p", $"{port}"]);
            await server.WaitForLineAsync(line => line.Contains($":{port}", StringComparison.Ordinal), TimeSpan.FromMinutes(3));
            return new Moto(server, cli, port);
        }

        /// <returns>The default VPC, and two of its subnets separated by a comma.</returns>
        public async Task<(string Vpc, string Subnets)> NetworkAsync()
        {
            var subnets = (await AskAsync("ec2", "describe-subnets"))["Subnets"]!.AsArray();
            return (subnets[0]!["VpcId"]!.ToString(), $"{subnets[0]!["SubnetId"]},{subnets[1]!["SubnetId"]}");
        }

        public Task<string> RunAsync(params string[] arguments) => ChildProcess.RunAsync(_cli, arguments, Environment);

        public async Task<JsonNode> AskAsync(params string[] arguments) =>
            JsonNode.Parse(await RunAsync([.. arguments, "--output", "json"])) ?? throw new JsonException("The AWS CLI printed nothing.");

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
