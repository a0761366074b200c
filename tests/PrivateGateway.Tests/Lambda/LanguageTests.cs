using System.Net;
using PetStore.Testing;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Lambda;

public sealed class LanguageTests
{
    private const string Answer = "{ statusCode: 200, body: 'hi' }";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($"exports.handler = async () => ({Answer});")]
    [InlineData($"exports.handler = (event, context, callback) => setTimeout(() => callback(null, {Answer}), 1);")]
    [InlineData($"exports.handler = (event, context) => context.succeed({Answer});")]
    [InlineData("exports.handler = async (event) => ({ statusCode: 200, body: event.path === '/any' ? 'hi' : event.path });")]
    public async Task A_Node_handler_answers(string source)
    {
        await using var gateway = await NodeAsync(source);

        Assert.Equal("hi", await gateway.Client.GetStringAsync("any", Cancel));
        Assert.Equal("hi", await gateway.Client.GetStringAsync("any", Cancel));
    }

    [Theory]
    [InlineData("index.mjs", $"export const handler = async () => ({Answer});", "index.handler")]
    [InlineData("src/app.cjs", $"exports.api = {{ get: async () => ({Answer}) }};", "src/app.api.get")]
    [InlineData("index.js", $"import os from 'node:os'; export const handler = async () => ({Answer});", "index.handler")]
    public async Task A_Node_handler_may_be_a_module_in_a_directory(string file, string source, string handler)
    {
        using var directory = new TestDirectory();
        directory.Write(file, source);
        if (source.StartsWith("import", StringComparison.Ordinal))
            directory.Write("package.json", """{"type":"module"}""");

        await using var gateway = await NodeAsync("", handler, directory.Path);

        Assert.Equal("hi", await gateway.Client.GetStringAsync("any", Cancel));
    }

    [Fact]
    public async Task An_error_of_a_Node_handler_is_502_with_its_stack_in_the_log()
    {
        await using var gateway = await NodeAsync("exports.handler = async () => { throw new TypeError('no such order'); };");

        await AssertBadGatewayAsync(gateway);

        await gateway.LineAsync(line => line.Contains("TypeError: no such order", StringComparison.Ordinal) && line.StartsWith("[fn 1]", StringComparison.Ordinal));
        await gateway.LineAsync(line => line.Contains("index.js:1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exports.handler = async () => process.exit(3);", "exit code 3")]
    [InlineData("exports.handler = (event, context, callback) => { setInterval(() => {}, 1000); };", "TimedOut")]
    [InlineData("exports.handler = async () => { setTimeout(() => { throw new Error('later'); }, 1); await new Promise(() => {}); };", "later")]
    [InlineData("exports.other = 1;", "Runtime.HandlerNotFound")]
    [InlineData("this is not JavaScript", "SyntaxError")]
    [InlineData("exports.handler = (event, context) => {};", "Malformed Lambda proxy response")]
    public async Task A_Node_handler_that_does_not_answer_is_502(string source, string said)
    {
        await using var gateway = await NodeAsync(source, timeout: TimeSpan.FromSeconds(source.Contains("setInterval", StringComparison.Ordinal) ? 3 : 30));

        await AssertBadGatewayAsync(gateway);

        await gateway.LineAsync(line => line.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ten_megabytes_of_output_do_not_stop_a_Node_handler()
    {
        await using var gateway = await NodeAsync(
            $"exports.handler = async () => {{ process.stdout.write('x'.repeat(10 * 1024 * 1024) + '\\n'); return {Answer}; }};");

        Assert.Equal("hi", await gateway.Client.GetStringAsync("any", Cancel));
        await gateway.LineAsync(line => line.EndsWith("[cut here: the line has 10485760 characters]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Python_handler_answers()
    {
        await using var gateway = await PythonAsync("def handler(event, context):\n    return {'statusCode': 200, 'body': context.function_name + event['path']}\n");

        Assert.Equal("scripted/any", await gateway.Client.GetStringAsync("any", Cancel));
        Assert.Equal("scripted/two", await gateway.Client.GetStringAsync("two", Cancel));
    }

    [Fact]
    public async Task A_Python_handler_may_be_a_module_of_a_package()
    {
        using var directory = new TestDirectory();
        directory.Write("shop/__init__.py", "");
        directory.Write("shop/orders.py", "def get(event, context):\n    return {'body': 'hi'}\n");

        await using var gateway = await PythonAsync("", "shop.orders.get", directory.Path);

        Assert.Equal("hi", await gateway.Client.GetStringAsync("any", Cancel));
    }

    [Theory]
    [InlineData("def handler(event, context):\n    raise KeyError('order')\n", "index.py\", line 2, in handler")]
    [InlineData("def other(event, context):\n    pass\n", "has no attribute 'handler'")]
    [InlineData("def handler(event, context):\n    return {'body': object()}\n", "not JSON serializable")]
    public async Task An_error_of_a_Python_handler_is_502_with_its_traceback_in_the_log(string source, string said)
    {
        await using var gateway = await PythonAsync(source);

        await AssertBadGatewayAsync(gateway);

        await gateway.LineAsync(line => line.StartsWith("[fn 1]", StringComparison.Ordinal) && line.Contains(said, StringComparison.Ordinal));
    }

    private static Task<TestGateway> NodeAsync(string source, string handler = "index.handler", string? directory = null, TimeSpan? timeout = null)
    {
        _ = Requires.Program("node");
        return StartAsync("nodejs20.x", source, handler, directory, timeout);
    }

    private static Task<TestGateway> PythonAsync(string source, string handler = "index.handler", string? directory = null)
    {
        if (Requires.Find("python3") is null)
            Requires.Skip("python3 is not installed.");

        return StartAsync("python3.13", source, handler, directory, null);
    }

    private static Task<TestGateway> StartAsync(string runtime, string source, string handler, string? directory, TimeSpan? timeout) => TestGateway.StartAsync(
        api => api with
        {
            Function = api.Function with
            {
                Runtime = runtime,
                Handler = handler,
                Code = directory is null ? new FunctionCode.Inline(source) : new FunctionCode.Local(directory),
                Timeout = timeout ?? TimeSpan.FromSeconds(30),
            },
        },
        options => options with { FunctionDirectory = null });

    private static async Task AssertBadGatewayAsync(TestGateway gateway)
    {
        using var response = await gateway.Client.GetAsync("any", Cancel);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }
}
