using System.Runtime.InteropServices;
using PrivateGateway;
using PrivateGateway.Templates;
using PrivateGateway.Tool;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = CommandLine.Parse(args) with { Report = Console.Out.WriteLine };
    await using var host = await PrivateGatewayHost.StartAsync(options, stop.Token);
    Console.WriteLine(StartupBanner.For(host, options));
    await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    Console.WriteLine(host.Counters);
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

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
