using PetStore.Benchmarks.Measurement;

namespace PetStore.Benchmarks.Functions;

/// <summary>A program that is a Lambda function.</summary>
/// <param name="Name">What the reports call it.</param>
/// <param name="File">An executable, or a .dll that <c>dotnet</c> starts, as Lambda's managed runtime does.</param>
/// <param name="Arguments">What it is started with; Lambda gives none.</param>
internal sealed record Function(string Name, string File, params string[] Arguments)
{
    /// <summary>The floor that no adapter can reach: this program's own bare loop over one socket.</summary>
    public static Function Floor { get; } = new("floor", typeof(Function).Assembly.Location, "floor");

    public string Directory => Path.GetDirectoryName(File)!;

    /// <summary>Bytes of all files that would be deployed with it; null for the floor, which is no artifact.</summary>
    public long? ArtifactBytes => this == Floor
        ? null
        : new DirectoryInfo(Directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    public MeasuredProcess Start(IEnumerable<KeyValuePair<string, string>> environment) =>
        MeasuredProcess.Start($"Function {Name}", File, Arguments, environment);

    public static Function At(string name, string path) => System.IO.File.Exists(path)
        ? new Function(name, Path.GetFullPath(path))
        : throw new BenchmarkFailure($"--function {name}={path}: there is no such file.");
}
