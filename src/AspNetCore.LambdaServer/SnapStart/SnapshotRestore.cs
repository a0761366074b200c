namespace Amazon.Lambda.Core;

/// <summary>What an app does before SnapStart takes its snapshot, and after the snapshot was restored.</summary>
public static class SnapshotRestore
{
    private static readonly Stack<Func<ValueTask>> BeforeSnapshot = new();
    private static readonly Queue<Func<ValueTask>> AfterRestore = new();

    /// <summary>The last one registered runs first: to close connections, or to run code that is to be compiled.</summary>
    public static void RegisterBeforeSnapshot(Func<ValueTask> beforeSnapshotAction) => BeforeSnapshot.Push(beforeSnapshotAction);

    /// <summary>Run in the order of registration: to renew what must not be the same in every copy of the process.</summary>
    public static void RegisterAfterRestore(Func<ValueTask> afterRestoreAction) => AfterRestore.Enqueue(afterRestoreAction);

    internal static async Task RunBeforeSnapshotAsync()
    {
        while (BeforeSnapshot.TryPop(out var action))
            await action();
    }

    internal static async Task RunAfterRestoreAsync()
    {
        while (AfterRestore.TryDequeue(out var action))
            await action();
    }
}
