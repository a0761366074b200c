namespace PetStore.Benchmarks.Measurement;

/// <summary>What one process of a function used, from its start through its warm invocations.</summary>
/// <param name="FirstWall">From the start of the process until the first answer was posted.</param>
/// <param name="FirstCpu">CPU time of the process until then.</param>
/// <param name="WarmCpu">CPU time of the process for each warm invocation: the mean of the batch.</param>
/// <param name="WarmWall">The wall time of each warm invocation, from the event sent to the answer received; ascending.</param>
/// <param name="PeakMemory">The peak of the resident memory, in bytes.</param>
/// <param name="Answer">The first answer.</param>
internal sealed record Life(
    TimeSpan FirstWall, TimeSpan FirstCpu, TimeSpan WarmCpu, TimeSpan[] WarmWall, long PeakMemory, Answer Answer)
{
    public TimeSpan Percentile(int percent) => WarmWall[(WarmWall.Length - 1) * percent / 100];
}
