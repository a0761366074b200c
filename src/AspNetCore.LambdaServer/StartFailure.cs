using AspNetCore.LambdaServer.RuntimeApi;

namespace AspNetCore.LambdaServer;

/// <summary>
/// Reports once that the function cannot be started, wherever the exception comes from: until the first event is asked for, an
/// unhandled exception is such a failure. Reporting it does not end the process.
/// </summary>
internal sealed class StartFailure
{
    private readonly RuntimeApiAddress _runtimeApi;
    private int _isOver;

    public StartFailure(RuntimeApiAddress runtimeApi)
    {
        _runtimeApi = runtimeApi;
        AppDomain.CurrentDomain.UnhandledException += (_, fault) =>
        {
            if (fault.ExceptionObject is Exception exception)
                Report(exception);
        };
    }

    public void Report(Exception fault, string? errorType = null)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 1)
            return;

        try
        {
            using var runtimeApi = new RuntimeApiClient(_runtimeApi);
            runtimeApi.FailInitialization(fault, errorType);
        }
        catch (RuntimeApiException unreachable)
        {
            Console.Error.WriteLine(unreachable.Message);
        }
    }

    /// <summary>The start has succeeded.</summary>
    public void Disarm() => Interlocked.Exchange(ref _isOver, 1);
}
