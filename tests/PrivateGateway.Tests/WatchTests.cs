using System.Diagnostics;
using PetStore.Testing;

namespace PrivateGateway.Tests;

public sealed class WatchTests : IDisposable
{
    private const string Template =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              EndpointConfiguration: { Type: PRIVATE }
              Auth: { ResourcePolicy: { IntrinsicVpceWhitelist: [ vpce-0aaa ] } }
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.handler
              Runtime: nodejs22.x
              CodeUri: orders
              Timeout: 120
              Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /orders, Method: get } } }
          Stock:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.handler
              Runtime: nodejs22.x
              CodeUri: stock
              Timeout: 120
              Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /stock, Method: get } } }
        """;

    private readonly TestDirectory _directory = new();
    private readonly ReportedLines _lines = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_changed_function_is_restarted_and_a_call_in_flight_ends_on_the_version_before()
    {
        var gate = Path.Combine(_directory.Path, "gate");
        _directory.Write("orders/index.js", $$"""
            const fs = require('fs');
            exports.handler = async () => {
              console.log('waiting');
              while (!fs.existsSync('{{gate}}')) await new Promise((resolve) => setTimeout(resolve, 20));
              return { statusCode: 200, body: 'one' };
            };
            """);
        await using var host = await StartAsync();
        using var client = new HttpClient { BaseAddress = host.StageUrl };
        Assert.Equal("stock", await client.GetStringAsync("stock", Cancel));
        var inFlight = client.GetStringAsync("orders", Cancel);
        await _lines.WaitForAsync(line => line == "[Orders 1] waiting");

        Write("orders", "two");
        await _lines.WaitForAsync(line => line == "Reloaded template.yaml; functions restarted: Orders");

        Assert.Equal("two", await client.GetStringAsync("orders", Cancel));
        Assert.Equal("stock", await client.GetStringAsync("stock", Cancel));
        Assert.False(inFlight.IsCompleted);
        using var earlier = Process.GetProcessById(ProcessesOf("Orders")[0]);
        await File.WriteAllTextAsync(gate, "", Cancel);
        Assert.Equal("one", await inFlight);
        await earlier.WaitForExitAsync(Cancel);
        Assert.Equal(2, ProcessesOf("Orders").Count);
        Assert.Single(ProcessesOf("Stock"));
    }

    [Fact]
    public async Task A_changed_template_is_served_without_restarting_functions()
    {
        Write("orders", "orders");
        await using var host = await StartAsync();
        using var client = new HttpClient { BaseAddress = host.StageUrl };
        Assert.Equal("orders", await client.GetStringAsync("orders", Cancel));
        Assert.Equal(403, (int)(await client.GetAsync("goods", Cancel)).StatusCode);

        _directory.Write("template.yaml", Template.Replace("/stock", "/goods", StringComparison.Ordinal));
        await _lines.WaitForAsync(line => line == "Reloaded template.yaml; functions restarted: none");

        Assert.Equal("stock", await client.GetStringAsync("goods", Cancel));
        Assert.Equal("orders", await client.GetStringAsync("orders", Cancel));
        Assert.Single(ProcessesOf("Orders"));
    }

    [Theory]
    [InlineData("Transform: AWS::Serverless-2016-10-31", "Resources: [", "this is not YAML")]
    [InlineData("CodeUri: stock", "CodeUri: nowhere", "nowhere does not exist")]
    public async Task A_change_that_cannot_be_started_is_reported_and_the_version_before_keeps_serving(string part, string broken, string message)
    {
        Write("orders", "orders");
        await using var host = await StartAsync();
        using var client = new HttpClient { BaseAddress = host.StageUrl };
        Assert.Equal("orders", await client.GetStringAsync("orders", Cancel));

        _directory.Write("template.yaml", Template.Replace(part, broken, StringComparison.Ordinal));
        await _lines.WaitForAsync(line =>
            line.StartsWith("Not reloaded, the version before keeps serving: ", StringComparison.Ordinal) && line.Contains(message, StringComparison.Ordinal));
        Assert.Equal("orders", await client.GetStringAsync("orders", Cancel));
        _directory.Write("template.yaml", Template.Replace("/stock", "/goods", StringComparison.Ordinal));
        await _lines.WaitForAsync(line => line.StartsWith("Reloaded template.yaml; ", StringComparison.Ordinal));

        Assert.Equal("stock", await client.GetStringAsync("goods", Cancel));
        Assert.Single(ProcessesOf("Orders"));
    }

    private void Write(string function, string answer) =>
        _directory.Write($"{function}/index.js", $"exports.handler = async () => ({{ statusCode: 200, body: '{answer}' }});");

    private List<int> ProcessesOf(string function) =>
        [.. _lines.SoFar.Where(line => line.StartsWith($"[{function} 1] process ", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[^1]))];

    private Task<PrivateGatewayHost> StartAsync()
    {
        _ = Requires.Program("node");
        _directory.Write("template.yaml", Template);
        Write("stock", "stock");
        return PrivateGatewayHost.StartAsync(
            new GatewayOptions
            {
                TemplatePath = Path.Combine(_directory.Path, "template.yaml"),
                Endpoints = [EndpointListener.Free("vpce-0aaa")],
                InitTimeout = TimeSpan.FromMinutes(1),
                Watch = true,
                Report = _lines.Add,
            },
            Cancel);
    }
}
