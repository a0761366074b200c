using System.Diagnostics;
using System.Globalization;
using PetStore.Benchmarks.Report;
using PetStore.Testing;

namespace PetStore.Benchmarks.Storage;

/// <summary>Both engines at several sizes: the time of each operation, sizes in turn; and, of DynamoDB, the requests and units it costs.</summary>
internal static class StorageBenchmark
{
    private const string Usage =
        "storage: --sqlite 1000,100000,10000000 and --dynamodb 1000,10000 say how many pets; -n how many rounds; --app path/to/PetStore.Api.dll measures its routes on SQLite too";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, ["--sqlite", "--dynamodb", "-n", "--app"], []);
        var rounds = options.Count("-n", 40);
        var sqlite = Sizes(options, "--sqlite");
        var dynamoDb = Sizes(options, "--dynamodb");
        if (sqlite.Length + dynamoDb.Length == 0)
            throw new BenchmarkFailure(Usage);

        if (sqlite.Length > 0)
        {
            var app = options.Has("--app") ? options.File("--app") : null;
            await CompareAsync("SQLite", [.. sqlite.Select(pets => new SqliteOfSize(pets, app))], rounds, batch: 50);
        }

        if (dynamoDb.Length > 0)
        {
            await using var server = await Dynalite.StartAsync();
            await CompareAsync("DynamoDB (dynalite)", [.. dynamoDb.Select(pets => new DynamoDbOfSize(pets, server.Endpoint))], rounds, batch: 5);
        }

        return 0;
    }

    public static long[] Sizes(CommandLine options, string name) =>
        [.. options.All(name).SelectMany(value => value.Split(',')).Select(size =>
            long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var pets) && pets >= 1000
                ? pets
                : throw new BenchmarkFailure($"{name} {size}: it is a whole number from 1000."))];

    private static async Task CompareAsync(string engine, StoreOfSize[] stores, int rounds, int batch)
    {
        try
        {
            foreach (var store in stores)
            {
                var watch = Stopwatch.StartNew();
                await store.FillAsync();
                Console.Error.WriteLine($"{engine}: {store.Pets} pets made in {watch.Elapsed.TotalSeconds:0} s");
            }

            Console.WriteLine();
            Console.WriteLine("Microseconds: the median of the rounds, and the shortest");
            Console.WriteLine(Row(engine, [.. stores.Select(store => $"{store.Pets} pets"), "shortest: last/first"]));
            foreach (var operation in stores[0].App is null ? StorageOperation.All : [.. StorageOperation.All, .. StorageOperation.Routes])
                await MeasureAsync(operation, stores, rounds, batch);
        }
        finally
        {
            foreach (var store in stores)
                await store.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(StorageOperation operation, StoreOfSize[] stores, int rounds, int batch)
    {
        var random = new Random(1);
        var times = stores.Select(_ => new List<double>()).ToArray();
        for (var round = -rounds / 4; round < rounds; round++)
        {
            for (var i = 0; i < stores.Length; i++)
            {
                var watch = Stopwatch.StartNew();
                for (var call = 0; call < batch; call++)
                    await operation.RunAsync(stores[i], random);

                // The rounds below zero warm up.
                if (round >= 0)
                    times[i].Add(watch.Elapsed.TotalMicroseconds / batch);
            }
        }

        // Whatever else the machine does only adds: the shortest round tells most about the store.
        var cells = times.Select(time => Text($"{Figure.MedianOf([.. time.Order()]):0} ({time.Min():0})"));
        Console.WriteLine(Row(operation.Name, [.. cells, Text($"{times[^1].Min() / times[0].Min():0.00}")]));
        if (stores[^1] is DynamoDbOfSize dynamoDb)
            await PrintCostAsync(operation, dynamoDb, random);
    }

    private static async Task PrintCostAsync(StorageOperation operation, DynamoDbOfSize store, Random random)
    {
        store.Client.Read();
        await operation.RunAsync(store, random);
        Console.WriteLine("    " + string.Join(", ", store.Client.Read().Select(request =>
            Text($"{request.Operation} {request.Table + request.Index:0.0} units"))));
    }

    private static string Row(string title, params string[] cells) =>
        title.PadRight(36) + string.Concat(cells.Select(cell => cell.PadLeft(22)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
