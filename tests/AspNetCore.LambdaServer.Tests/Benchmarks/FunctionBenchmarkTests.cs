using System.Text.Json;
using PetStore.Testing;

namespace AspNetCore.LambdaServer.Tests.Benchmarks;

/// <summary>That the benchmark runs at all; its figures are for people to judge.</summary>
public sealed class FunctionBenchmarkTests
{
    private static readonly string Assembly = ProgramOf("PetStore.Benchmarks");

    private static readonly string Event = Repository.PathTo("tests", "PetStore.Benchmarks", "Events", "get-pets.json");

    [Fact]
    public async Task The_floor_function_is_measured_and_reported_as_JSON()
    {
        var report = await ChildProcess.RunAsync(
            "dotnet", [Assembly, "--event", Event, "--function", $"floor={ProgramOf("PetStore.Benchmarks.Floor")}", "-n", "2", "--warm-up", "10", "--invocations", "100", "--json"]);

        var floor = Assert.Single(JsonDocument.Parse(report).RootElement.GetProperty("functions").EnumerateArray());
        Assert.Equal("floor", floor.GetProperty("name").GetString());
        Assert.Equal(200, floor.GetProperty("answer").GetProperty("status").GetInt32());
        foreach (var metric in floor.GetProperty("metrics").EnumerateObject())
        {
            Assert.InRange(metric.Value.GetProperty("min").GetDouble(), double.Epsilon, metric.Value.GetProperty("median").GetDouble());
            Assert.Equal(1, metric.Value.GetProperty("ratio").GetDouble());
        }
    }

    [Theory]
    [InlineData("ended with exit code 0 and has not asked for an event", "--function", "ends=/bin/true")]
    [InlineData("there is no such file", "--function", "missing=/nowhere/function.dll")]
    [InlineData("--function name: it is spelt --function name=value", "--function", "name")]
    [InlineData("-n 0: it is a whole number from 1", "-n", "0")]
    [InlineData("Unknown option --fast", "--fast")]
    public async Task A_failed_measurement_is_reported_in_one_line_with_exit_code_1(string message, params string[] arguments)
    {
        await using var benchmark = ChildProcess.Start("dotnet", [Assembly, "--event", Event, .. arguments]);

        Assert.Equal(1, await benchmark.WaitForExitAsync(TimeSpan.FromMinutes(1)));
        var line = await benchmark.WaitForLineAsync(_ => true);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Equal(line, benchmark.Output);
    }

    private static string ProgramOf(string project) => Path.Combine(
        AppContext.BaseDirectory.Replace("AspNetCore.LambdaServer.Tests", project, StringComparison.Ordinal), $"{project}.dll");
}
