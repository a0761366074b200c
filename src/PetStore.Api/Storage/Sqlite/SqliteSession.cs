using Microsoft.Data.Sqlite;
using PetStore.Api.Pets;
using SQLitePCL;

namespace PetStore.Api.Storage.Sqlite;

/// <summary>A connection whose statements are prepared once. Not thread-safe.</summary>
/// <param name="path">The database file.</param>
/// <param name="lockWait">How long SQLite waits for a lock before it reports that the database is busy; null: 5 s.</param>
internal sealed class SqliteSession(string path, TimeSpan? lockWait = null) : IDisposable
{
    /// <summary>The wait of one attempt of the writer to take the lock.</summary>
    public static readonly TimeSpan LockAttempt = TimeSpan.FromMilliseconds(100);

    private readonly SqliteConnection _connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite, lockWait);
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>Whether the file could only be opened for reading.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(_connection.Handle, "main") == 1;

    /// <summary>Begins a transaction that may write; false where another process holds the lock.</summary>
    public bool TryBegin()
    {
        // Not a SqliteCommand: Microsoft.Data.Sqlite retries a busy command until its timeout.
        var code = raw.sqlite3_exec(_connection.Handle, "BEGIN IMMEDIATE");
        if (code == raw.SQLITE_BUSY)
            return false;

        SqliteException.ThrowExceptionForRC(code, _connection.Handle);
        return true;
    }

    /// <summary>Ends a transaction, if there is one: SQLite ends it by itself after a full disk or an I/O error.</summary>
    public void RollBack() => raw.sqlite3_exec(_connection.Handle, "ROLLBACK");

    /// <summary>The row, or null where there is none.</summary>
    public T? ReadOne<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
        where T : class
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        return reader.Read() ? map(reader) : null;
    }

    public List<T> ReadAll<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));

        return rows;
    }

    /// <returns>How many rows were changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();

        _connection.Dispose();
    }

    public static StoredPet MapPet(SqliteDataReader row) => new(
        new Pet(row.GetInt64(0), MapType(row, 1), Price.FromCents(row.GetInt64(2))), row.GetInt64(3));

    public static PetType MapType(SqliteDataReader row, int column) =>
        PetTypeName.TryParse(row.GetString(column), out var type)
            ? type
            : throw new InvalidDataException($"Pet {row.GetInt64(0)} has a type that this app does not know: '{row.GetString(column)}'.");

    // Parameters are $1, $2, ... in the order of the values.
    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });

            _prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;

        return command;
    }
}
