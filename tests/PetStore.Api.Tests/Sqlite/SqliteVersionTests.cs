using Microsoft.Data.Sqlite;

namespace PetStore.Api.Tests.Sqlite;

public sealed class SqliteVersionTests
{
    /// <summary>Older ones can lose commits when two connections checkpoint at once (sqlite.org/wal.html#walresetbug).</summary>
    [Fact]
    public void Sqlite_is_3_51_3_or_newer()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");

        Assert.True(Version.Parse(connection.ServerVersion) >= new Version(3, 51, 3), connection.ServerVersion);
    }
}
