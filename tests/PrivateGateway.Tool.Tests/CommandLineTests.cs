using System.Net;

namespace PrivateGateway.Tool.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_options_one_allowed_endpoint_is_played()
    {
        var options = CommandLine.Parse([]);

        Assert.Equal([EndpointListener.Default], options.Endpoints);
        Assert.Equal("vpce-0aaa", options.ParameterOverrides["AllowedVpcEndpointIds"]);
        Assert.Equal("serverless.template", options.TemplatePath);
        Assert.Equal(4, options.Concurrency);
    }

    [Fact]
    public void The_options_are_those_of_the_issue()
    {
        var options = CommandLine.Parse(
            ["--parameter-overrides", "AllowedVpcEndpointIds=vpce-0aaa", "StageName=v1", "--endpoint", "vpce-0aaa=http://127.0.0.1:8081",
             "--endpoint", "vpce-0bbb=http://127.0.0.1:8082", "--explain"]);

        Assert.Equal(["vpce-0aaa", "vpce-0bbb"], options.Endpoints.Select(endpoint => endpoint.VpcEndpointId));
        Assert.Equal([8081, 8082], options.Endpoints.Select(endpoint => endpoint.Url.Port));
        Assert.Equal("v1", options.ParameterOverrides["StageName"]);
        Assert.True(options.Explain);
    }

    [Fact]
    public void The_first_endpoint_played_is_the_allowed_one() =>
        Assert.Equal("vpce-0ccc", CommandLine.Parse(["--endpoint", "vpce-0ccc=http://127.0.0.1:9000"]).ParameterOverrides["AllowedVpcEndpointIds"]);

    [Fact]
    public void Values_may_hold_equals_signs_and_be_empty()
    {
        var options = CommandLine.Parse(["--env", "A=b=c", "--env", "D=", "--source-ip", "10.0.0.7", "--concurrency", "2", "--no-control"]);

        Assert.Equal("b=c", options.Environment["A"]);
        Assert.Equal("", options.Environment["D"]);
        Assert.Equal(IPAddress.Parse("10.0.0.7"), options.SourceIp);
        Assert.Null(options.Control);
    }

    [Theory]
    [InlineData("--unknown")]
    [InlineData("serverless.template")]
    [InlineData("--template")]
    [InlineData("--endpoint", "vpce-0aaa")]
    [InlineData("--endpoint", "=http://127.0.0.1:1")]
    [InlineData("--endpoint", "vpce-0aaa=ftp://127.0.0.1")]
    [InlineData("--endpoint", "vpce-0aaa=8081")]
    [InlineData("--endpoint", "vpce-0aaa=http://127.0.0.1:1", "--endpoint", "vpce-0aaa=http://127.0.0.1:2")]
    [InlineData("--parameter-overrides")]
    [InlineData("--parameter-overrides", "--tls")]
    [InlineData("--parameter-overrides", "StageName")]
    [InlineData("--concurrency", "0")]
    [InlineData("--concurrency", "many")]
    [InlineData("--source-ip", "here")]
    [InlineData("--control", "8079")]
    public void What_is_not_understood_is_said(params string[] words) =>
        Assert.NotEmpty(Assert.Throws<GatewayStartException>(() => CommandLine.Parse(words)).Message);

    [Fact]
    public void The_help_names_every_option()
    {
        var source = File.ReadAllText(PetStore.Testing.Repository.PathTo("src", "PrivateGateway.Tool", "CommandLine.cs"));
        var options = System.Text.RegularExpressions.Regex.Matches(source, "\"(--[a-z-]+)\" =>").Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Contains(option, CommandLine.Help, StringComparison.Ordinal));
    }
}
