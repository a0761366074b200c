using Amazon.DynamoDBv2.Model;
using PetStore.Api.Storage.DynamoDb;
using PrivateGateway.Templates;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>The table.</summary>
internal static class TableChecks
{
    public static void The_table_is_billed_per_request(TemplateUnderTest template) =>
        Assert.Equal("PAY_PER_REQUEST", Table(template)["BillingMode"].Text);

    public static void Idempotency_records_expire(TemplateUnderTest template)
    {
        var timeToLive = Table(template)["TimeToLiveSpecification"];
        Assert.Equal("ttl", timeToLive["AttributeName"].Text);
        Assert.True(timeToLive["Enabled"].Flag);
    }

    public static void The_table_can_be_restored(TemplateUnderTest template) =>
        Assert.True(Table(template)["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"].Flag);

    public static void The_table_is_encrypted(TemplateUnderTest template) =>
        Assert.True(Table(template)["SSESpecification"]["SSEEnabled"].Flag);

    public static void The_table_outlives_the_stack(TemplateUnderTest template)
    {
        Assert.Equal("Retain", template.Root["Resources"]!["PetStoreTable"]!["DeletionPolicy"]?.ToString());
        Assert.Equal("Retain", template.Root["Resources"]!["PetStoreTable"]!["UpdateReplacePolicy"]?.ToString());
        Assert.True(Table(template)["DeletionProtectionEnabled"].Flag);
        Assert.False(Table(template, "TableDeletionProtection=false")["DeletionProtectionEnabled"].Flag);
    }

    // With a fixed name, a second attempt after a failed creation would collide with the retained table.
    public static void CloudFormation_names_the_table(TemplateUnderTest template) => Assert.False(Table(template)["TableName"].Exists);

    // The app's tests run on the table that the app creates in an emulator.
    public static void The_table_matches_the_one_that_the_app_creates(TemplateUnderTest template)
    {
        var table = Table(template);
        var own = TableCreation.Request("PetStore");
        var index = Assert.Single(own.GlobalSecondaryIndexes);
        var written = Assert.Single(table["GlobalSecondaryIndexes"].Items());

        Assert.Equal(own.BillingMode.Value, table["BillingMode"].Text);
        Assert.Equal(
            own.AttributeDefinitions.Select(a => $"{a.AttributeName} {a.AttributeType}").Order(StringComparer.Ordinal),
            table["AttributeDefinitions"].Items().Select(a => $"{a["AttributeName"].Text} {a["AttributeType"].Text}").Order(StringComparer.Ordinal));
        Assert.Equal(Keys(own.KeySchema), Keys(table));
        Assert.Equal((index.IndexName, index.Projection.ProjectionType.Value), (written["IndexName"].Text, written["Projection"]["ProjectionType"].Text));
        Assert.Equal(Keys(index.KeySchema), Keys(written));
        Assert.Equal(index.Projection.NonKeyAttributes, written["Projection"]["NonKeyAttributes"].Items().Select(name => name.Text));
        Assert.Equal(Attributes.TimeToLive, table["TimeToLiveSpecification"]["AttributeName"].Text);
    }

    private static IEnumerable<string> Keys(IEnumerable<KeySchemaElement> schema) => schema.Select(key => $"{key.AttributeName} {key.KeyType}");

    private static IEnumerable<string> Keys(TemplateNode owner) =>
        owner["KeySchema"].Items().Select(key => $"{key["AttributeName"].Text} {key["KeyType"].Text}");

    private static TemplateNode Table(TemplateUnderTest template, params string[] parameters) =>
        Assert.Single(template.Resolve([.. ParameterSets.Listed, .. parameters]).OfType("AWS::DynamoDB::Table")).Properties;
}
