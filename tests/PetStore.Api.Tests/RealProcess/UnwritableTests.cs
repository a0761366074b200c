using System.Runtime.Versioning;
using PetStore.Api.Tests.Http;
using PetStore.Testing;

namespace PetStore.Api.Tests.RealProcess;

public sealed class UnwritableTests : IDisposable
{
    private const string Bird = """{"type":"bird","price":19.99}""";

    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.File("petstore.db");

    [Fact]
    public async Task On_a_full_disk_writes_are_503_and_reads_continue()
    {
        // No file may grow over 256 KiB: write(2) fails then, as it does on a full disk. The runtime's own double mapping of code
        // needs a larger file in memory, so it is off.
        string[] full = [Requires.Program("bash"), "-c", "trap '' XFSZ; ulimit -f 256; DOTNET_EnableWriteXorExecute=0 exec \"$@\"", "bash"];
        var kept = 3;
        await using (var store = await StoreProcess.StartAsync(Database, "Production", full))
        {
            var answer = await store.PostAsync(Bird);
            for (; answer.Status == 201 && kept < 10_000; kept++)
                answer = await store.PostAsync(Bird);

            Assert.InRange(kept, 4, 9_999);
            answer.Problem(503);
            (await store.SendAsync(HttpMethod.Put, "/pets/1", Bird)).Problem(503);
            (await store.SendAsync(HttpMethod.Delete, "/pets/1", null)).Problem(503);
            Assert.Equal("""{"id":1,"type":"dog","price":249.99}""", (await store.GetAsync("/pets/1")).Body);
            Assert.Equal([kept], (await store.GetAsync($"/pets?after={kept - 1}")).Ids);
            Assert.Equal(200, (await store.GetAsync("/health/live")).Status);
            (await store.GetAsync("/health/ready")).Problem(503);
        }

        await using var again = await StoreProcess.StartAsync(Database);
        Assert.Equal([kept], (await again.GetAsync($"/pets?after={kept - 1}")).Ids);
        Assert.Equal(201, (await again.PostAsync(Bird)).Status);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task With_a_read_only_file_the_store_is_not_ready_and_refuses_writes_but_not_reads()
    {
        await using (var store = await StoreProcess.StartAsync(Database))
            await store.StopAsync();

        File.SetUnixFileMode(Database, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var readOnly = await StoreProcess.StartAsync(Database, "Production", WithoutPrivileges());

        foreach (var answer in (Answer[])[
            await readOnly.PostAsync(Bird),
            await readOnly.SendAsync(HttpMethod.Put, "/pets/1", Bird),
            await readOnly.SendAsync(HttpMethod.Delete, "/pets/1", null),
            await readOnly.GetAsync("/health/ready")])
        {
            Assert.Equal("The store is read-only.", answer.Problem(503).GetProperty("detail").GetString());
            Assert.Null(answer.Header("Retry-After"));
        }

        Assert.Contains($"{Database} is read-only", readOnly.Output, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], (await readOnly.GetAsync("/pets")).Ids);
        Assert.Equal("""{"id":1,"type":"dog","price":249.99}""", (await readOnly.GetAsync("/pets/1")).Body);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_read_only_folder_stops_the_start_with_one_line()
    {
        await using (var store = await StoreProcess.StartAsync(Database))
            await store.StopAsync();

        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var (code, lines) = await StoreProcess.StartInVainThroughAsync(WithoutPrivileges(), Database);

            Assert.Equal(1, code);
            Assert.Contains("its folder is read-only", Assert.Single(lines), StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _directory.Dispose();

    // This capability is what lets root write everything.
    private static string[] WithoutPrivileges() =>
        Environment.UserName == "root"
            ? [Requires.Program("setpriv"), "--bounding-set=-dac_override"]
            : [];
}
