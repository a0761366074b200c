using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PrivateGateway;

/// <summary>Says whether files have changed, however an editor or a compiler writes them.</summary>
internal static class Fingerprint
{
    // What compilers and interpreters write beside the sources.
    private static readonly string[] Outputs = ["bin", "obj", "__pycache__"];

    /// <summary>By content. A missing file counts as empty.</summary>
    public static string OfFiles(IEnumerable<string> paths) =>
        string.Join('\n', paths.Select(path => File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : ""));

    /// <summary>By the names, sizes and times of all files below a directory.</summary>
    public static string OfTree(string path)
    {
        if (!Directory.Exists(path))
            return OfFiles([path]);

        var text = new StringBuilder();
        var files = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => IsSource(Path.GetRelativePath(path, file.FullName)));
        foreach (var file in files.OrderBy(file => file.FullName, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}\n");

        return text.ToString();
    }

    /// <param name="path">Relative to the watched directory.</param>
    public static bool IsSource(string path) =>
        !path.Split(Path.DirectorySeparatorChar).Any(part => part is ['.', _, ..] || Outputs.Contains(part, StringComparer.Ordinal));
}
