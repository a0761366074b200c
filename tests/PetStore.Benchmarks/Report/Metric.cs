using PetStore.Benchmarks.Measurement;

namespace PetStore.Benchmarks.Report;

/// <summary>A figure of each process's life.</summary>
internal sealed record Metric(string Name, string Title, string Unit, Func<Life, double> Of)
{
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("firstCpu", "CPU to the first answer posted", "ms", life => life.FirstCpu.TotalMilliseconds),
        new("firstWall", "Wall time to the first answer posted", "ms", life => life.FirstWall.TotalMilliseconds),
        new("warmCpu", "CPU of a warm invocation", "us", life => life.WarmCpu.TotalMicroseconds),
        new("warmWallP50", "Wall time of a warm invocation, p50", "us", life => life.Percentile(50).TotalMicroseconds),
        new("warmWallP99", "Wall time of a warm invocation, p99", "us", life => life.Percentile(99).TotalMicroseconds),
        new("peakMemory", "Peak memory", "MB", life => life.PeakMemory / 1e6),
    ];
}

/// <param name="Ratio">The median against the first function's.</param>
internal sealed record Figure(double Median, double Min, double Max, double Ratio)
{
    public static Figure Of(IEnumerable<double> values, double firstMedian)
    {
        var sorted = values.Order().ToArray();
        var median = MedianOf(sorted);
        return new Figure(median, sorted[0], sorted[^1], median / firstMedian);
    }

    public static double MedianOf(IReadOnlyList<double> sorted) =>
        (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
