namespace PrivateGateway.Tests;

/// <summary>Collects lines from many threads and lets a test wait for one.</summary>
internal sealed class ReportedLines
{
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<string> SoFar
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task WaitForAsync(Func<string, bool> condition)
    {
        while (true)
        {
            Task more;
            lock (_lines)
            {
                if (_lines.Exists(line => condition(line)))
                    return;

                more = _more.Task;
            }

            await more.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }
}
