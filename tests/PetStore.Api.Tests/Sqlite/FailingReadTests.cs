using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PetStore.Api.Pets;
using PetStore.Api.Storage;
using PetStore.Api.Storage.Sqlite;

namespace PetStore.Api.Tests.Sqlite;

public sealed class FailingReadTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqlitePetStore _store;

    public FailingReadTests() => _store = new SqlitePetStore(
        Options.Create(new StorageOptions { Sqlite = { Path = Database } }), TimeProvider.System, NullLogger<SqlitePetStore>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => _directory.File("petstore.db");

    public async ValueTask InitializeAsync()
    {
        await _store.InitializeAsync(Cancellation);
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE pets SET type = 'horse' WHERE id = 2";
        command.ExecuteNonQuery();
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_pet_of_an_unknown_type_is_a_fault_that_names_it()
    {
        var reads = new Func<Task>[]
        {
            () => _store.FindAsync(2, Cancellation),
            () => _store.ListAsync(new PetQuery(null, null, 0, 20), Cancellation),
            () => _store.ExportAsync(null, Cancellation).ToListAsync(Cancellation).AsTask(),
            () => _store.ReplaceAsync(2, new NewPet(PetType.Dog, 1m), VersionCondition.None, Cancellation),
        };

        foreach (var read in reads)
        {
            var fault = await Assert.ThrowsAsync<InvalidDataException>(read);
            Assert.Contains("Pet 2", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failed_reads_leave_no_connection_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are counted in /proc.");
        for (var i = 0; i < 50; i++)
            await Assert.ThrowsAsync<InvalidDataException>(() => _store.FindAsync(2, Cancellation));

        Assert.NotNull(await _store.FindAsync(1, Cancellation));
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Count(IsDatabase), 1, 4);
    }

    private bool IsDatabase(string descriptor) => new FileInfo(descriptor).LinkTarget == Database;
}
