using System.Diagnostics;
using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Running;

/// <param name="Arrived">A timestamp of the system's clock.</param>
internal readonly record struct CurlLine(string Text, long Arrived);

/// <summary>What <c>curl -N</c> prints, line by line. curl waits while no line is asked for, and so does the server.</summary>
internal sealed class CurlLines : IAsyncDisposable
{
    private readonly Process _curl;

    private CurlLines(Process curl) => _curl = curl;

    public static CurlLines Get(Uri url) => new(Process.Start(
        new ProcessStartInfo(Requires.Program("curl"), ["-N", "--silent", "--show-error", "--fail", "--noproxy", "*", url.AbsoluteUri]) { RedirectStandardOutput = true })!);

    /// <summary>The next line; null at the end.</summary>
    public async Task<CurlLine?> NextAsync(CancellationToken cancellationToken) =>
        await _curl.StandardOutput.ReadLineAsync(cancellationToken) is { } text ? new CurlLine(text, TimeProvider.System.GetTimestamp()) : null;

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await _curl.WaitForExitAsync(cancellationToken);
        return _curl.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_curl.HasExited)
            _curl.Kill();

        await _curl.WaitForExitAsync();
        _curl.Dispose();
    }
}
