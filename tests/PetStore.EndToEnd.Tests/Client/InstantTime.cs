namespace PetStore.EndToEnd.Tests.Client;

/// <summary>A clock on which waits are over at once, but remembered; the time limit that attempts have by default never comes.</summary>
internal sealed class InstantTime : TimeProvider
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    public static DateTimeOffset Now { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == AttemptTimeout)
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        if (dueTime > TimeSpan.Zero)
            Waits.Add(dueTime);

        return System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
