using System.Reflection;

namespace AspNetCore.LambdaServer.Tests.LambdaPath;

/// <summary>Which adapter the functions under test were built with.</summary>
public static class Adapter
{
    public static bool IsOurs { get; } = typeof(Adapter).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "UseAwsPackages").Value != "true";

    /// <summary>Skips a test of behaviour that AWS's adapter does not promise.</summary>
    public static void OursAlone(string whatTheOtherDoes) => Assert.SkipUnless(IsOurs, whatTheOtherDoes);
}
