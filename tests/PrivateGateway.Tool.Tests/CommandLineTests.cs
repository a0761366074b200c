using System.CommandLine;
using System.Net;

namespace PrivateGateway.Tool.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_options_the_template_names_the_endpoints_and_the_control_page_takes_a_free_port()
    {
        var options = Options("a.template");

        Assert.Empty(options.Endpoints);
        Assert.Equal(8081, options.FirstPort);
        Assert.Equal("a.template", options.TemplatePath);
        Assert.Equal(new Uri("http://127.0.0.1:0"), options.Control);
        Assert.Equal((4, "123456789012", "local"), (options.Concurrency, options.AccountId, options.StackName));
        Assert.Empty(options.ParameterOverrides);
    }

    [Fact]
    public void Every_option_is_read()
    {
        var options = Options(
            "a.template", "--parameter-overrides", "A=1", "B=2", "--endpoint", "vpce-0aaa=http://127.0.0.1:8081",
            "--endpoint=vpce-0bbb=https://127.0.0.1:8082,https://127.0.0.2:8082", "--port", "9000", "--explain", "--access-log", "--tls", "--snapstart", "--vpc-id", "vpc-0123",
            "--source-ip", "10.0.0.7", "--principal", "arn:aws:iam::123456789012:user/ann", "--concurrency", "2", "--function", "out",
            "--region", "eu-west-1", "--value", "!GetAtt Lb.DNSName=lb.internal", "{{resolve:ssm:/a}}=x=y", "--api", "Orders", "--account-id", "210987654321", "--stack-name", "orders", "--control", "http://localhost:8079");

        Assert.Equal(["vpce-0aaa", "vpce-0bbb", "vpce-0bbb"], options.Endpoints.Select(endpoint => endpoint.VpcEndpointId));
        Assert.Equal(["http://127.0.0.1:8081/", "https://127.0.0.1:8082/", "https://127.0.0.2:8082/"], options.Endpoints.Select(endpoint => endpoint.Url.AbsoluteUri));
        Assert.Equal("1 2", $"{options.ParameterOverrides["A"]} {options.ParameterOverrides["B"]}");
        Assert.Equal(("lb.internal", "x=y", "Orders"), (options.Values["!GetAtt Lb.DNSName"], options.Values["{{resolve:ssm:/a}}"], options.Api));
        Assert.Equal((true, true, true, true), (options.Explain, options.AccessLog, options.Tls, options.SnapStart));
        Assert.Equal(9000, options.FirstPort);
        Assert.Equal(("vpc-0123", IPAddress.Parse("10.0.0.7")), (options.VpcId, options.SourceIp));
        Assert.Equal(("arn:aws:iam::123456789012:user/ann", 2, "out"), (options.Principal, options.Concurrency, options.FunctionDirectory));
        Assert.Equal(
            ("eu-west-1", "210987654321", "orders"), (options.Region, options.AccountId, options.StackName));
        Assert.Equal(new Uri("http://localhost:8079"), options.Control);
    }

    [Fact]
    public void The_options_that_replace_functions_are_read()
    {
        var options = Options(
            "a.template", "--function", "Orders=out/orders", "--function", "out", "--function-command", "Old=java -jar old.jar", "--backend", "http://localhost:5000",
            "--no-functions", "--http", "http://nlb.internal/=http://127.0.0.1:9000/", "--jwks", "keys.json", "--authorizer-context", "tenant=blue", "role=admin");

        Assert.Equal(("out", "out/orders"), (options.FunctionDirectory, options.FunctionDirectories["Orders"]));
        Assert.Equal((null, "java -jar old.jar"), (options.FunctionCommand, options.FunctionCommands["Old"]));
        Assert.Equal((new Uri("http://localhost:5000"), true, "keys.json"), (options.Backend, options.NoFunctions, options.JwksPath));
        Assert.Equal("http://127.0.0.1:9000/", options.HttpBackends["http://nlb.internal/"]);
        Assert.Equal("blue admin", $"{options.AuthorizerContext!["tenant"]} {options.AuthorizerContext["role"]}");
        Assert.Null(Options("a.template").AuthorizerContext);
    }

    [Fact]
    public void Values_may_contain_equals_signs_and_be_empty()
    {
        var options = Options("a.template", "--env", "A=b=c", "--env", "D=", "--no-control");

        Assert.Equal("b=c", options.Environment["A"]);
        Assert.Equal("", options.Environment["D"]);
        Assert.Null(options.Control);
    }

    [Theory]
    [InlineData("'--explian'", "Unrecognized", "a.template", "--explian")]
    [InlineData("'--explian'", "--explain", "--explian")]
    [InlineData("vpce-0aaa", "Key=Value", "--endpoint", "vpce-0aaa")]
    [InlineData("=http", "Key=Value", "--endpoint", "=http://127.0.0.1:1")]
    [InlineData("'vpce-XYZ'", "vpce-...", "--endpoint", "vpce-XYZ=http://127.0.0.1:1")]
    [InlineData("ftp://127.0.0.1", "http://127.0.0.1:8081", "--endpoint", "vpce-0aaa=ftp://127.0.0.1")]
    [InlineData("8081", "http://127.0.0.1:8081", "--endpoint", "vpce-0aaa=8081")]
    [InlineData("http://example.com:1", "http://127.0.0.1:8081", "--endpoint", "vpce-0aaa=http://example.com:1")]
    [InlineData("vpce-0aaa", "twice", "--endpoint", "vpce-0aaa=http://127.0.0.1:1", "--endpoint", "vpce-0aaa=http://127.0.0.1:2")]
    [InlineData("''", "http://127.0.0.1:8081", "--endpoint", "vpce-0aaa=http://127.0.0.1:1,")]
    [InlineData("'-1'", "0 to 65000", "--port", "-1")]
    [InlineData("Orders", "twice", "--function", "Orders=a", "--function", "Orders=b")]
    [InlineData("'Orders='", "DIRECTORY", "--function", "Orders=")]
    [InlineData("'localhost'", "http://localhost:5000", "--backend", "localhost")]
    [InlineData("'http://nlb.internal'", "URL=URL", "--http", "http://nlb.internal")]
    [InlineData("--parameter-overrides", "argument", "--parameter-overrides")]
    [InlineData("'StageName'", "Key=Value", "--parameter-overrides", "StageName")]
    [InlineData("'0'", "1 to 100", "--concurrency", "0")]
    [InlineData("many", "1 to 100", "--concurrency", "many")]
    [InlineData("'here'", "IP address", "--source-ip", "here")]
    [InlineData("'ann'", "ARN", "--principal", "ann")]
    [InlineData("'default'", "VPC", "--vpc-id", "default")]
    [InlineData("'Ireland'", "eu-west-1", "--region", "Ireland")]
    [InlineData("'1'", "twelve digits", "--account-id", "1")]
    [InlineData("'8079'", "http://127.0.0.1:8079", "--control", "8079")]
    [InlineData("https", "http://127.0.0.1:8079", "--control", "https://127.0.0.1:8079")]
    [InlineData("/status", "http://127.0.0.1:8079", "--control", "http://127.0.0.1:8079/status")]
    public void An_invalid_argument_is_named_with_what_is_valid(string wrong, string remedy, params string[] words)
    {
        var errors = string.Join('\n', new StartCommand().Parse(words).Errors.Select(error => error.Message));

        Assert.Contains(wrong.Trim('\''), errors, StringComparison.Ordinal);
        Assert.Contains(remedy, errors, StringComparison.Ordinal);
    }

    private static GatewayOptions Options(params string[] words)
    {
        var command = new StartCommand();
        var parsed = command.Parse(words);
        Assert.Empty(parsed.Errors);
        return command.Read(parsed);
    }
}
