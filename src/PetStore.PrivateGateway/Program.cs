using System.Runtime.InteropServices;
using PetStore.PrivateGateway;
using PetStore.PrivateGateway.Template;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

var stop = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = CommandLine.Parse(args) with { Report = Console.Out.WriteLine };
    await using var host = await PrivateGatewayHost.StartAsync(options);
    Console.WriteLine(Greeting.For(host, options));
    await stop.Task;
    Console.WriteLine(host.Counters);
    return 0;
}
catch (Exception e) when (e is GatewayStartException or TemplateException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.TrySetResult();
}
