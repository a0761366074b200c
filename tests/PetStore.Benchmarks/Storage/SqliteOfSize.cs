using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using PetStore.Api.Storage.Sqlite;
using PetStore.Benchmarks.Measurement;

namespace PetStore.Benchmarks.Storage;

internal sealed class SqliteOfSize : StoreOfSize
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("petstore-benchmark-");
    private readonly SqlitePetStore _store;
    private readonly string _path;
    private readonly string? _app;

    /// <param name="pets">How many.</param>
    /// <param name="app">PetStore.Api.dll, or the executable beside it; null where its routes are not measured.</param>
    public SqliteOfSize(long pets, string? app) : base(pets)
    {
        _app = app;
        _path = Path.Combine(_directory.FullName, "pets.db");
        _store = new SqlitePetStore(Options.Create(new StorageOptions { Sqlite = { Path = _path } }), TimeProvider.System, NullLogger<SqlitePetStore>.Instance);
    }

    public override IPetStore Store => _store;

    /// <summary>The setting with which the app opens this store.</summary>
    public KeyValuePair<string, string> Setting => new("Storage__Sqlite__Path", _path);

    public override async Task FillAsync()
    {
        await _store.InitializeAsync(CancellationToken.None);
        using var connection = SqliteFile.Open(_path, SqliteOpenMode.ReadWrite);
        var types = string.Join(' ', Enum.GetValues<PetType>().Select(type => $"WHEN {(int)type} THEN '{PetTypeName.Of(type)}'"));
        SqliteFile.Execute(connection, $"""
            WITH RECURSIVE ids(id) AS (SELECT {Pet.Samples.Count + 1} UNION ALL SELECT id + 1 FROM ids WHERE id < {Pets})
            INSERT INTO pets SELECT id, CASE id % 5 {types} END, id % 100000000, 1 FROM ids;
            """);
        SqliteFile.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        if (_app is not null)
        {
            App = ServerProcess.Start($"The app with {Pets} pets", _app, address => ["--urls", $"http://{address}"], Setting);
        }
    }

    public override ValueTask DisposeAsync()
    {
        App?.Dispose();
        _store.Dispose();
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
