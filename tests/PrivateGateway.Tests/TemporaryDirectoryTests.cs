namespace PrivateGateway.Tests;

public sealed class TemporaryDirectoryTests
{
    [Fact]
    public async Task Files_left_by_a_killed_gateway_are_deleted_and_a_running_gateway_keeps_its_files()
    {
        var parent = Directory.CreateTempSubdirectory("temporary-").FullName;
        var left = Directory.CreateDirectory(Path.Combine(parent, "private-gateway-left")).FullName;
        await File.WriteAllTextAsync($"{left}.lock", "", TestContext.Current.CancellationToken);
        var somebodys = Directory.CreateDirectory(Path.Combine(parent, "private-gateway-notes")).FullName;
        await using var running = new TemporaryDirectory(parent);

        await new TemporaryDirectory(parent).DisposeAsync();

        Assert.Equal([somebodys, running.Path], Directory.GetDirectories(parent).OrderBy(path => path == running.Path));
        Assert.Equal([$"{running.Path}.lock"], Directory.GetFiles(parent));
        await running.DisposeAsync();
        Directory.Delete(parent, recursive: true);
    }
}
