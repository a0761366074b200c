namespace PetStore.Api.Storage.Sqlite;

/// <summary>Each statement finds its rows by an index, however many rows there are (a test asks the query planner).</summary>
internal static class SqliteStatements
{
    public const string Find = "SELECT id, type, cents, version FROM pets WHERE id = $1";

    public const string List =
        "SELECT id, type, cents, version FROM pets WHERE id > $1 ORDER BY id LIMIT $2 OFFSET $3";

    public const string ListByType =
        "SELECT id, type, cents, version FROM pets WHERE type = $4 AND id > $1 ORDER BY id LIMIT $2 OFFSET $3";

    public const string ListNewestFirst =
        "SELECT id, type, cents, version FROM pets WHERE id < $1 ORDER BY id DESC LIMIT $2 OFFSET $3";

    public const string ListNewestFirstByType =
        "SELECT id, type, cents, version FROM pets WHERE type = $4 AND id < $1 ORDER BY id DESC LIMIT $2 OFFSET $3";

    public const string Insert =
        "INSERT INTO pets (type, cents, version) VALUES ($1, $2, 1) RETURNING id, type, cents, version";

    public const string Replace = "UPDATE pets SET type = $2, cents = $3, version = $4 WHERE id = $1";

    public const string Delete = "DELETE FROM pets WHERE id = $1";

    public const string FindKey =
        "SELECT pet_id, type, cents, 1 FROM idempotency_keys WHERE key = $1 AND created_at > $2";

    public const string KeepKey =
        "INSERT OR REPLACE INTO idempotency_keys (key, created_at, pet_id, type, cents) VALUES ($1, $2, $3, $4, $5)";

    /// <summary>Removes a few expired keys: each create with a key removes more of them than it adds.</summary>
    public const string ForgetKeys =
        "DELETE FROM idempotency_keys WHERE key IN (SELECT key FROM idempotency_keys WHERE created_at <= $1 LIMIT 10)";
}
