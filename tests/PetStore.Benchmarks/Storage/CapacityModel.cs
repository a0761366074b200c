using System.Globalization;

namespace PetStore.Benchmarks.Storage;

/// <summary>
/// How many creates a second a DynamoDB table takes, and what they cost, by its shards and the size of the id blocks. A model of the
/// documented limits, not a measurement.
/// </summary>
internal static class CapacityModel
{
    // What one partition key takes: DynamoDB's limit, and so the counter's, and that of the newest pets of a shard.
    private const double WritesPerPartition = 1_000;

    // A new account's quota for one table, on demand. AWS raises it on request.
    private const double TableQuota = 40_000;

    // us-east-1, on demand.
    private const double DollarsPerMillionWrites = 0.625;

    public static int Run(string[] args)
    {
        var options = new CommandLine(args, ["--creates", "--shards", "--id-block-size"], []);
        var rates = options.All("--creates").DefaultIfEmpty("100,10000,1000000").SelectMany(value => value.Split(','));
        Console.WriteLine("| creates a second | Shards | IdBlockSize | takes at most | limited by | write units a second | $ an hour | Querys a page |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var rate in rates.Select(Rate))
        {
            var needed = (int)Math.Ceiling(rate / WritesPerPartition);
            Console.WriteLine(Row(rate, options.Count("--shards", needed), options.Count("--id-block-size", needed)));
        }

        return 0;
    }

    private static string Row(double rate, int shards, int idBlockSize)
    {
        var (limit, by) = Throughput(shards, idBlockSize);
        var units = WriteUnits(Math.Min(rate, limit), idBlockSize);
        var dollars = units * 3600 / 1e6 * DollarsPerMillionWrites;
        var quota = units / 2 > TableQuota ? " (quota to be raised)" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {rate:N0} | {shards:N0} | {idBlockSize:N0} | {limit:N0} | {by} | {units:N0}{quota} | {dollars:N2} | {shards:N0} |");
    }

    /// <summary>Every create writes its pet to its shard, and one in a block of ids writes the counter.</summary>
    private static (double Creates, string By) Throughput(int shards, int idBlockSize) => shards <= idBlockSize
        ? (shards * WritesPerPartition, "Shards")
        : (idBlockSize * WritesPerPartition, "IdBlockSize");

    /// <summary>A unit for the pet, one for its entry in the index, and the counter's share.</summary>
    private static double WriteUnits(double creates, int idBlockSize) => creates * (2 + 1.0 / idBlockSize);

    private static double Rate(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0
            ? rate
            : throw new BenchmarkFailure($"--creates {text}: it is a whole number from 1.");
}
