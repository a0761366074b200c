// dotnet run zip.cs -- <directory> <zip file>
// The same files give the same bytes: sorted by name, one time for all, modes that depend on the name alone.
// In .NET because that is on every machine that builds the app; zip and python3 are not.
#:property PublishAot=false
using System.IO.Compression;

var (directory, target) = (Path.GetFullPath(args[0]), Path.GetFullPath(args[1]));

// Not 1980, the least that zip can say: where local time is behind UTC, unpackers have made 1979 of it.
var timestamp = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

const int RegularFile = 0x8000;

using var archive = new ZipArchive(File.Create(target), ZipArchiveMode.Create);
foreach (var name in Names().Order(StringComparer.Ordinal))
{
    var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
    entry.LastWriteTime = timestamp;
    entry.ExternalAttributes = (RegularFile | ModeOf(name)) << 16;
    using var source = File.OpenRead(Path.Combine(directory, name));
    using var content = entry.Open();
    source.CopyTo(content);
}

IEnumerable<string> Names() =>
    Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(directory, file).Replace('\\', '/'));

// Lambda starts the custom runtime's bootstrap, so it must be executable.
static int ModeOf(string name) => Convert.ToInt32(name == "bootstrap" ? "755" : "644", 8);
