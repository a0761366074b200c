using System.Globalization;

namespace PetStore.Benchmarks.Report;

/// <summary>One block of lines for each metric.</summary>
internal static class TextReport
{
    public static void Write(Comparison comparison, TextWriter output)
    {
        output.WriteLine($"{comparison.Event}: {comparison.Repetitions} processes of each function in turn, {comparison.Invocations} warm invocations each");
        var width = comparison.Results.Max(result => result.Function.Name.Length);
        foreach (var metric in Metric.All)
        {
            output.WriteLine();
            output.WriteLine(Row($"{metric.Title}, {metric.Unit}", width, "median", "min", "max", "ratio"));
            foreach (var result in comparison.Results)
            {
                var figure = result.FigureOf(metric, comparison.Results[0]);
                output.WriteLine(Row(
                    $"  {result.Function.Name}", width, Number(figure.Median), Number(figure.Min), Number(figure.Max), Ratio(figure.Ratio)));
            }
        }

        output.WriteLine();
        output.WriteLine(Row("", width, "artifact MB", "alloc. bytes", "status", "body chars"));
        foreach (var result in comparison.Results)
        {
            output.WriteLine(Row(
                $"  {result.Function.Name}",
                width,
                Number(result.Function.ArtifactBytes / 1e6),
                result.AllocatedBytes?.ToString(CultureInfo.InvariantCulture) ?? "-",
                result.Answer.Status.ToString(CultureInfo.InvariantCulture),
                result.Answer.BodyLength.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static string Row(string title, int width, params string[] cells) =>
        title.PadRight(Math.Max(width + 2, 42)) + string.Concat(cells.Select(cell => cell.PadLeft(13)));

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
