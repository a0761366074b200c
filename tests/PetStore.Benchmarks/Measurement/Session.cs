using System.Diagnostics;
using PetStore.Benchmarks.Functions;
using PetStore.Benchmarks.RuntimeApi;

namespace PetStore.Benchmarks.Measurement;

/// <summary>What is asked of each process.</summary>
/// <param name="Event">The event of each invocation, as JSON.</param>
/// <param name="WarmUp">Invocations between the first and the measured ones.</param>
/// <param name="Invocations">Measured invocations.</param>
/// <param name="Environment">Variables beside Lambda's own.</param>
internal sealed record Session(byte[] Event, int WarmUp, int Invocations, IReadOnlyList<KeyValuePair<string, string>> Environment)
{
    /// <summary>How long a process may take for any step.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Starts the function, invokes it, and ends it.</summary>
    public Life Measure(Function function)
    {
        using var standIn = new RuntimeApiStandIn(Event, Timeout);
        var started = Stopwatch.GetTimestamp();
        using var process = Start(function, standIn);

        standIn.AwaitNext(process);
        standIn.SendEvent();
        var answer = standIn.AwaitAnswer(process);
        var (firstWall, firstCpu) = (Stopwatch.GetElapsedTime(started), ProcessorTime.Of(process.Id));
        var read = Answer.Read(answer);
        standIn.Acknowledge();

        Invoke(process, standIn, WarmUp);
        var before = ProcessorTime.Of(process.Id);
        var walls = Invoke(process, standIn, Invocations);
        var warmCpu = (ProcessorTime.Of(process.Id) - before) / Invocations;

        Array.Sort(walls);
        return new Life(firstWall, firstCpu, warmCpu, walls, process.PeakMemory, read);
    }

    /// <summary>Counts what a warm invocation allocates, in a process of its own: to count costs time.</summary>
    /// <returns>Bytes, or null when it cannot be counted.</returns>
    public long? CountAllocations(Function function)
    {
        using var standIn = new RuntimeApiStandIn(Event, Timeout);
        using var process = Start(function, standIn);
        standIn.AwaitNext(process);
        standIn.SendEvent();
        standIn.AwaitAnswer(process);
        standIn.Acknowledge();
        Invoke(process, standIn, WarmUp);
        return AllocationTrace.Count(process.Id, () => Invoke(process, standIn, Invocations)) / Invocations;
    }

    private MeasuredProcess Start(Function function, RuntimeApiStandIn standIn) =>
        function.Start([.. LambdaEnvironment.For(function, standIn.Address), .. Environment]);

    /// <summary>Begins and ends where the function has an answer acknowledged and waits for nothing else.</summary>
    private static TimeSpan[] Invoke(MeasuredProcess process, RuntimeApiStandIn standIn, int count)
    {
        var walls = new TimeSpan[count];
        for (var i = 0; i < count; i++)
        {
            standIn.AwaitNext(process);
            var sent = Stopwatch.GetTimestamp();
            standIn.SendEvent();
            standIn.AwaitAnswer(process);
            walls[i] = Stopwatch.GetElapsedTime(sent);
            standIn.Acknowledge();
        }

        return walls;
    }
}
