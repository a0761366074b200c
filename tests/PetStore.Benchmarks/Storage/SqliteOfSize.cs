using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using PetStore.Api.Storage.Sqlite;

namespace PetStore.Benchmarks.Storage;

internal sealed class SqliteOfSize : StoreOfSize
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("petstore-benchmark-");
    private readonly SqlitePetStore _store;
    private readonly string _path;

    public SqliteOfSize(long pets) : base(pets)
    {
        _path = Path.Combine(_directory.FullName, "pets.db");
        _store = new SqlitePetStore(Options.Create(new StorageOptions { Sqlite = { Path = _path } }), TimeProvider.System);
    }

    public override IPetStore Store => _store;

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
    }

    public override ValueTask DisposeAsync()
    {
        _store.Dispose();
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
