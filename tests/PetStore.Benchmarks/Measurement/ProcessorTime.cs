using System.Runtime.InteropServices;

namespace PetStore.Benchmarks.Measurement;

/// <summary>
/// CPU time of another process, all its threads, user and system together, in nanoseconds: the clock of clock_getcpuclockid(3).
/// /proc/[pid]/stat has the same in ticks of 10 ms, too coarse for a start.
/// </summary>
internal static partial class ProcessorTime
{
    public static TimeSpan Of(int processId)
    {
        // Linux: a process's clock id is its id, inverted, with CPUCLOCK_SCHED in the three low bits.
        if (GetTime((~processId << 3) | 2, out var time) != 0)
            throw new BenchmarkFailure($"The CPU time of process {processId} cannot be read: {Marshal.GetLastPInvokeErrorMessage()}.");

        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
