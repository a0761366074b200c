namespace AspNetCore.LambdaServer.Tests.InProcess;

/// <summary>A clock with timers that moves when it is told to.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state), _now + dueTime);
        _timers.Add(timer);
        return timer;
    }

    public void Step(TimeSpan span)
    {
        // A timer exists as soon as the token does, which the app has not asked for before its first step.
        _now += span;
        foreach (var timer in _timers.Where(timer => timer.Due <= _now).ToArray())
        {
            _timers.Remove(timer);
            timer.Fire();
        }
    }

    private sealed class Timer(Action fire, DateTimeOffset due) : ITimer
    {
        public DateTimeOffset Due => due;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
