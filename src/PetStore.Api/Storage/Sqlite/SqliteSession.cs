using Microsoft.Data.Sqlite;
using PetStore.Api.Pets;

namespace PetStore.Api.Storage.Sqlite;

/// <summary>A connection with its statements, each prepared once. One thread at a time.</summary>
internal sealed class SqliteSession(string path) : IDisposable
{
    private readonly SqliteConnection _connection = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

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
            : throw new StoreUnavailableException($"A row holds a type of pet that this app does not know: {row.GetString(column)}.");

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
