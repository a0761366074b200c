namespace AspNetCore.LambdaServer;

/// <summary>What an app does before SnapStart takes its snapshot, and after the snapshot was restored. Without SnapStart none of it runs.</summary>
public static class SnapshotRestore
{
    private static readonly Stack<Func<ValueTask>> BeforeSnapshot = new();
    private static readonly Queue<Func<ValueTask>> AfterRestore = new();

    /// <summary>Registers what runs before the snapshot, such as closing connections. The last one registered runs first.</summary>
    public static void RegisterBeforeSnapshot(Func<ValueTask> beforeSnapshotAction) => BeforeSnapshot.Push(beforeSnapshotAction);

    /// <summary>Registers what runs after the restore, in this order: renewing what must not be the same in every copy of the process.</summary>
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
