using PrivateGateway.Lambda;

namespace PrivateGateway.Tests.Lambda;

public sealed class ElfHeaderTests
{
    [Theory]
    [InlineData(62, "Linux on x86_64")]
    [InlineData(183, "Linux on arm64")]
    [InlineData(243, "Linux on the processor with ELF number 243")]
    public void A_program_names_its_processor(byte machine, string name)
    {
        using var directory = new TestDirectory();

        Assert.Equal(name, ElfHeader.MachineOf(Write(directory, machine)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!/bin/sh\nexec python3 my-function.py\n")]
    public void A_script_runs_on_every_processor(string text)
    {
        using var directory = new TestDirectory();
        directory.Write("bootstrap", text);

        Assert.Null(ElfHeader.MachineOf(Path.Combine(directory.Path, "bootstrap")));
    }

    [Fact]
    public async Task A_bootstrap_for_another_processor_stops_the_start()
    {
        using var directory = new TestDirectory();
        var (machine, name) = ElfHeader.ThisMachine.EndsWith("arm64", StringComparison.Ordinal) ? ((byte)62, "x86_64") : ((byte)183, "arm64");
        var path = Write(directory, machine);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var failure = await Assert.ThrowsAsync<GatewayStartException>(() => TestGateway.StartAsync(
            api => api with { Function = api.Function with { Runtime = "provided.al2023" } }, options => options with { FunctionDirectory = directory.Path }));

        Assert.Contains($"bootstrap is a program for Linux on {name}, and this machine is {ElfHeader.ThisMachine}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static string Write(TestDirectory directory, byte machine)
    {
        var path = Path.Combine(directory.Path, "bootstrap");
        File.WriteAllBytes(path, [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, machine, 0]);
        return path;
    }
}
