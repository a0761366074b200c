using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace PetStore.Benchmarks.Measurement;

/// <summary>
/// Counts what a .NET process allocates, from outside: the runtime reports each 100 KB through its diagnostic port, to which
/// nothing in the program has to agree.
/// </summary>
internal static class AllocationTrace
{
    /// <returns>Bytes, or null when the process is no .NET process or has its diagnostic port closed.</returns>
    public static long? Count(int processId, Action work)
    {
        try
        {
            using var session = new DiagnosticsClient(processId).StartEventPipeSession(
                new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GC),
                requestRundown: false);
            var reading = Task.Factory.StartNew(() => Sum(session.EventStream), TaskCreationOptions.LongRunning);
            work();
            session.Stop();
            return reading.GetAwaiter().GetResult();
        }
        catch (ServerNotAvailableException)
        {
            return null;
        }
    }

    private static long Sum(Stream events)
    {
        var bytes = 0L;
        using var source = new EventPipeEventSource(events);
        source.Clr.GCAllocationTick += tick => bytes += tick.AllocationAmount64;
        source.Process();
        return bytes;
    }
}
