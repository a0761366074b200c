using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PetStore.Api.Storage;
using PetStore.Api.Storage.Sqlite;

namespace PetStore.Api.Tests.Storage;

public sealed class SqliteContractTests : PetStoreContract
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("petstore-");
    private readonly List<SqlitePetStore> _opened = [];

    public override ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            store.Dispose();

        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private protected override Task<IPetStore> OpenAsync()
    {
        var options = new StorageOptions { Sqlite = { Path = Path.Combine(_directory.FullName, "pets.db") } };
        var store = new SqlitePetStore(Options.Create(options), Time, NullLogger<SqlitePetStore>.Instance);
        lock (_opened)
            _opened.Add(store);

        return Task.FromResult<IPetStore>(store);
    }
}
