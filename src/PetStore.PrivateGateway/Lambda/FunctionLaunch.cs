using PetStore.PrivateGateway.Template;

namespace PetStore.PrivateGateway.Lambda;

/// <summary>All it takes to start a process of the function.</summary>
/// <param name="InitTimeout">Lambda's ten seconds.</param>
internal sealed record FunctionLaunch(
    LambdaFunction Function,
    FunctionPackage Package,
    IReadOnlyDictionary<string, string> Environment,
    TimeSpan InitTimeout,
    TimeProvider Time,
    Action<string> Report) : IDisposable
{
    private readonly Watchdog _watchdog = new();
    private bool _closed;

    public FunctionProcess Start(RuntimePort port)
    {
        // A call that was still under way when the gateway stopped must not leave a process behind.
        ObjectDisposedException.ThrowIf(_closed, this);
        return FunctionProcess.Start(
            Package,
            new Dictionary<string, string>(Environment) { ["AWS_LAMBDA_RUNTIME_API"] = port.Address },
            port,
            _watchdog,
            Report);
    }

    /// <summary>No further process is started.</summary>
    public void Close() => _closed = true;

    /// <summary>Also ends a process that was started in the very moment of closing: the watchdog kills those that are left.</summary>
    public void Dispose() => _watchdog.Dispose();
}
