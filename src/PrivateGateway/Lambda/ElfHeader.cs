using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PrivateGateway.Lambda;

/// <summary>The processor that a Linux program was compiled for (ELF: e_machine, at offset 18).</summary>
internal static class ElfHeader
{
    private const int Length = 20;

    /// <summary>Lambda's name of this machine's processor and, elsewhere than on Linux, its system.</summary>
    public static string ThisMachine { get; } = (OperatingSystem.IsLinux() ? "Linux" : RuntimeInformation.OSDescription) + " on " + RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.Arm64 => "arm64",
        var other => $"{other}",
    };

    /// <returns>Null for a script, or another file that is not an ELF program.</returns>
    public static string? MachineOf(string path)
    {
        Span<byte> header = stackalloc byte[Length];
        using var file = File.OpenRead(path);
        if (file.ReadAtLeast(header, Length, throwOnEndOfStream: false) < Length || !header.StartsWith("\u007FELF"u8))
            return null;

        // All of Lambda's processors are little-endian, and so are the numbers in their programs.
        return "Linux on " + BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) switch
        {
            62 => "x86_64",
            183 => "arm64",
            var other => $"the processor with ELF number {other}",
        };
    }
}
