namespace PrivateGateway;

/// <summary>
/// The number of files and sockets that the process may have open. With too few, .NET can fail anywhere, even when it loads its own
/// assemblies, so the limit is checked first.
/// </summary>
internal static class OpenFileLimit
{
    private const int Needed = 256;
    private const string Label = "Max open files";

    /// <exception cref="GatewayStartException">The limit is too low. Systems without /proc are not checked.</exception>
    public static void Check()
    {
        if (!OperatingSystem.IsLinux())
            return;

        // Max open files            1024                 524288               files
        var line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal));
        if (int.TryParse(line?[Label.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], out var limit) && limit < Needed)
            throw new GatewayStartException($"Cannot start: the limit of open files is {limit}, and the gateway needs {Needed}. Raise it with ulimit -n.");
    }
}
