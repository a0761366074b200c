using PetStore.Testing;

namespace PetStore.EndToEnd.Tests.Generated;

public sealed class DriftTests
{
    [Fact]
    public async Task The_committed_client_matches_the_one_generated_from_the_description()
    {
        var node = await NodeTools.InstallAsync();
        var fresh = Path.GetTempFileName();
        try
        {
            var project = Repository.PathTo("src", "PetStore.Client");
            await ChildProcess.RunAsync(
                node,
                [Path.Combine(NodeTools.Directory, "node_modules", "nswag", "bin", "nswag.js"), "run", "nswag.json", $"/variables:Output={fresh}"],
                directory: project);

            var committed = await File.ReadAllTextAsync(Path.Combine(project, "PetStoreClient.g.cs"), TestContext.Current.CancellationToken);
            Assert.True(
                await File.ReadAllTextAsync(fresh, TestContext.Current.CancellationToken) == committed,
                "openapi.json has changed. Run: dotnet build src/PetStore.Client -t:GenerateClient");
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
