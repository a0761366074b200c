namespace PetStore.Testing;

/// <summary>The checkout that the tests run in.</summary>
public static class Repository
{
    /// <summary>The directory of PetStore.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "PetStore.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException($"No PetStore.sln above {AppContext.BaseDirectory}.");
    }
}
