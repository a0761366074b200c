using System.Reflection;
using System.Text.RegularExpressions;
using PetStore.Api.Storage.Sqlite;

namespace PetStore.Api.Tests.Sqlite;

public sealed class QueryPlanTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Statements =>
        [.. typeof(SqliteStatements).GetFields(BindingFlags.Public | BindingFlags.Static).Select(statement => statement.Name)];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_statement_finds_its_rows_by_an_index_and_sorts_nothing(string name)
    {
        var plan = PlanOf((string)typeof(SqliteStatements).GetField(name)!.GetValue(null)!);

        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SqliteStatements.Find, "SEARCH pets USING INTEGER PRIMARY KEY (rowid=?)")]
    [InlineData(SqliteStatements.List, "SEARCH pets USING INTEGER PRIMARY KEY (rowid>?)")]
    [InlineData(SqliteStatements.ListByType, "SEARCH pets USING INDEX pets_by_type (type=? AND id>?)")]
    public void A_pet_and_a_page_are_each_one_index_search(string statement, string step)
    {
        Assert.Equal([step], PlanOf(statement));
    }

    public void Dispose() => _directory.Dispose();

    private List<string> PlanOf(string statement)
    {
        var path = _directory.File("petstore.db");
        SqliteFile.EnsureUsable(path);
        using var session = new SqliteSession(path);
        var parameters = Regex.Matches(statement, @"\$[0-9]+").Select(match => match.Value).Distinct().Select(_ => (object?)1L).ToArray();
        return session.ReadAll($"EXPLAIN QUERY PLAN {statement}", row => row.GetString(3), parameters);
    }
}
