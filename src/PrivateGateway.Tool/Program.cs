using PrivateGateway;
using PrivateGateway.Tool;

try
{
    // Before anything else is loaded, which takes descriptors too.
    OpenFileLimit.Check();
    return await CommandLine.RunAsync(args);
}
catch (GatewayStartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
