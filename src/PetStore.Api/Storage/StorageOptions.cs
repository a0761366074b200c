using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PetStore.Api.Storage;

/// <summary>Configuration section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    [ValidateObjectMembers]
    public SqliteOptions Sqlite { get; set; } = new();

    [ValidateObjectMembers]
    public DynamoDbOptions DynamoDb { get; set; } = new();
}

internal enum StorageProvider
{
    Sqlite,
    DynamoDb,
}

/// <summary>Configuration section <c>Storage:Sqlite</c>.</summary>
internal sealed class SqliteOptions
{
    /// <summary>The database file, relative to the current directory; made by the first start.</summary>
    [Required(ErrorMessage = "Storage:Sqlite:Path must name a file.")]
    [RegularExpression("(?!:|(?i:file):).*", ErrorMessage = "Storage:Sqlite:Path must be the path of a file: a store in memory would lose every pet when the app ends.")]
    public string Path { get; set; } = "petstore.db";
}

/// <summary>Configuration section <c>Storage:DynamoDb</c>. Endpoint, region and credentials are the AWS SDK's own settings.</summary>
internal sealed class DynamoDbOptions
{
    [RegularExpression("[a-zA-Z0-9_.-]{3,255}", ErrorMessage = "Storage:DynamoDb:TableName must be 3 to 255 of a-z, A-Z, 0-9, _, . and -.")]
    public string TableName { get; set; } = "PetStore";

    /// <summary>How many ids a process leases at once. 1: ids without gaps. More: more creates a second.</summary>
    [Range(1, 10_000)]
    public int IdBlockSize { get; set; } = 1;

    /// <summary>The number of partitions that new pets are spread over. Chosen when the table is created, and kept in it.</summary>
    [Range(1, 1_000, ErrorMessage = "Storage:DynamoDb:Shards must be from 1 to 1000.")]
    public int Shards { get; set; } = 1;

    /// <summary>Makes the table where it is missing: for local emulators.</summary>
    public bool CreateTable { get; set; }
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
