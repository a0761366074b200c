using PrivateGateway;
using PrivateGateway.Monitoring;
using PrivateGateway.Templates;
using PrivateGateway.Tool;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

try
{
    OpenFileLimit.Check();
    using var output = new LineWriter(Console.OpenStandardOutput());
    var options = CommandLine.Parse(args) with { Report = output.Write };
    using var stop = new StopSignals();
    await using var host = await PrivateGatewayHost.StartAsync(options, stop.Requested);
    output.Write(StartupBanner.For(host, options));
    await Task.Delay(Timeout.Infinite, stop.Requested).ContinueWith(_ => { }, TaskScheduler.Default);
    output.Write(host.Counters.ToString());
    return 0;
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception e) when (e is GatewayStartException or TemplateException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
