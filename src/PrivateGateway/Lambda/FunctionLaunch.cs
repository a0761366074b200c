using PrivateGateway.Templates;

namespace PrivateGateway.Lambda;

/// <summary>Everything needed to start a process of the function.</summary>
internal sealed class FunctionLaunch(
    LambdaFunction function,
    FunctionCommand command,
    IReadOnlyDictionary<string, string> environment,
    TimeSpan initTimeout,
    TimeProvider time,
    Watchdog watchdog,
    Action<string> report,
    Action<string, int>? reportProcess)
{
    private bool _closed;

    public LambdaFunction Function => function;

    /// <summary>Lambda's ten seconds.</summary>
    public TimeSpan InitTimeout => initTimeout;

    public TimeProvider Time => time;

    public FunctionProcess Start(RuntimePort port)
    {
        // A call that was still in progress when the gateway stopped must not leave a process behind.
        ObjectDisposedException.ThrowIf(_closed, this);
        return FunctionProcess.Start(
            command,
            new Dictionary<string, string>(environment) { ["AWS_LAMBDA_RUNTIME_API"] = port.Address },
            port,
            watchdog,
            report,
            reportProcess ?? ((label, id) => report($"[{label}] process {id}")));
    }

    /// <summary>No further process is started. The watchdog ends one that is being started at this moment.</summary>
    public void Close() => _closed = true;
}
