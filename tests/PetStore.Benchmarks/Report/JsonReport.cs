using System.Text.Json;

namespace PetStore.Benchmarks.Report;

internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(Comparison comparison, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            comparison.Event,
            comparison.Repetitions,
            comparison.Invocations,
            Units = Metric.All.ToDictionary(metric => metric.Name, metric => metric.Unit),
            Functions = comparison.Results.Select(result => new
            {
                result.Function.Name,
                result.Function.File,
                result.Function.ArtifactBytes,
                result.AllocatedBytes,
                result.Answer,
                Metrics = Metric.All.ToDictionary(metric => metric.Name, metric => result.FigureOf(metric, comparison.Results[0])),
            }),
        },
        Options));
}
