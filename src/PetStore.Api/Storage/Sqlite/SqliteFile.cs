using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using PetStore.Api.Pets;
using SQLitePCL;

namespace PetStore.Api.Storage.Sqlite;

/// <summary>
/// The database file. It appears whole or not at all: it is made under another name and moved into place, so
/// neither a crash nor a second process that starts at the same time leaves half a database. A file of another program is never opened.
/// </summary>
internal static class SqliteFile
{
    // "PETS": the application id, which SQLite keeps at a fixed offset in the file's header (sqlite.org/fileformat.html).
    private const uint ApplicationId = 0x50455453;
    private const uint SchemaVersion = 1;

    // Checking every page pays off only in a small file.
    private const long QuickCheckLimit = 16 * 1024 * 1024;

    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(5);

    /// <summary>Writes a page without changing its content.</summary>
    public static readonly string RewriteVersion = string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {SchemaVersion}");

    private const string Schema = """
        CREATE TABLE pets (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            type TEXT NOT NULL,
            cents INTEGER NOT NULL,
            version INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX pets_by_type ON pets (type, id);
        CREATE TABLE idempotency_keys (
            key TEXT PRIMARY KEY,
            created_at INTEGER NOT NULL,
            pet_id INTEGER NOT NULL,
            type TEXT NOT NULL,
            cents INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
        """;

    /// <exception cref="StoreConfigurationException">The file cannot be made, or is not a database of this app.</exception>
    public static void EnsureUsable(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new StoreConfigurationException($"Storage:Sqlite:Path is '{path}'. The folder {folder} does not exist. Create it, or use another path.");

        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length == 0)
                Create(path);

            CheckHeader(path);
            CheckPages(path);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_READONLY)
        {
            throw Unusable(path, "its folder is read-only, and SQLite keeps its log beside the database", "make the folder writable", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw Unusable(path, failure.Message, "repair this one", failure);
        }
    }

    private static void Create(string path)
    {
        var making = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            using (var connection = Open(making, SqliteOpenMode.ReadWriteCreate))
            {
                Execute(connection, string.Create(CultureInfo.InvariantCulture, $"""
                    PRAGMA synchronous = FULL;
                    BEGIN;
                    PRAGMA application_id = {ApplicationId};
                    PRAGMA user_version = {SchemaVersion};
                    {Schema}
                    {string.Concat(Pet.Samples.Select(Insert))}
                    COMMIT;
                    PRAGMA journal_mode = WAL;
                    """));
            }

            MoveIntoPlace(making, path);
        }
        finally
        {
            if (File.Exists(making))
                File.Delete(making);
        }
    }

    private static string Insert(Pet pet) => string.Create(CultureInfo.InvariantCulture,
        $"INSERT INTO pets VALUES ({pet.Id}, '{PetTypeName.Of(pet.Type)}', {Price.ToCents(pet.Price)}, 1);\n");

    private static void MoveIntoPlace(string making, string path)
    {
        try
        {
            File.Move(making, path, overwrite: new FileInfo(path) is { Exists: true, Length: 0 });
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first: use its database.
        }
    }

    private static void CheckHeader(string path)
    {
        Span<byte> header = stackalloc byte[100];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || !header.StartsWith("SQLite format 3\0"u8)
            || BinaryPrimitives.ReadUInt32BigEndian(header[68..]) != ApplicationId)
        {
            throw Unusable(path, "it is not a database of this app", "move this one away");
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(header[60..]);
        if (version != SchemaVersion)
            throw Unusable(path, $"its schema has version {version}, and this app knows version {SchemaVersion}", "run the app that made it");
    }

    private static void CheckPages(string path)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = new FileInfo(path).Length <= QuickCheckLimit
            ? "PRAGMA quick_check(1)"
            : "SELECT 'ok' FROM (SELECT max(id) FROM pets), (SELECT max(key) FROM idempotency_keys)";
        if (command.ExecuteScalar() as string is var answer && answer != "ok")
            throw Unusable(path, $"it is corrupt: {answer}", "repair this one");
    }

    public static SqliteConnection Open(string path, SqliteOpenMode mode, TimeSpan? lockWait = null)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = (int)LockWait.TotalSeconds };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            // SQLite itself waits for other processes for this long before it reports that the file is busy.
            Execute(connection, string.Create(CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout = {(lockWait ?? LockWait).TotalMilliseconds}; PRAGMA synchronous = FULL;"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static StoreConfigurationException Unusable(string path, string why, string remedy, Exception? inner = null) => new(
        $"The database {Path.GetFullPath(path)} cannot be used: {why.TrimEnd('.')}. Set Storage:Sqlite:Path to another file, or {remedy}.",
        inner);
}
