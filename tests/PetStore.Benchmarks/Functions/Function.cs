using PetStore.Benchmarks.Measurement;

namespace PetStore.Benchmarks.Functions;

/// <summary>A program that is a Lambda function.</summary>
/// <param name="Name">What the reports call it.</param>
/// <param name="File">An executable, or a .dll that <c>dotnet</c> starts, as Lambda's managed runtime does.</param>
internal sealed record Function(string Name, string File)
{
    public string Directory => Path.GetDirectoryName(File)!;

    /// <summary>Bytes of all files that would be deployed with it.</summary>
    public long ArtifactBytes => new DirectoryInfo(Directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    public MeasuredProcess Start(IEnumerable<KeyValuePair<string, string>> environment) =>
        MeasuredProcess.Start($"Function {Name}", File, [], environment);

    public static Function At(string name, string path) => System.IO.File.Exists(path)
        ? new Function(name, Path.GetFullPath(path))
        : throw new BenchmarkFailure($"--function {name}={path}: there is no such file.");
}
