using System.Reflection;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>What must be true of a template, by name: functions that throw where it is not, so that a fault put in can be pinned to one.</summary>
internal static class Checks
{
    public static IReadOnlyDictionary<string, Action<TemplateUnderTest>> OfApi { get; } = In(
        typeof(AccessChecks), typeof(ApiChecks), typeof(FunctionChecks), typeof(TableChecks), typeof(OperationChecks),
        typeof(DomainChecks), typeof(WildcardChecks));

    public static IReadOnlyDictionary<string, Action<TemplateUnderTest>> OfEndpoint { get; } = In(typeof(EndpointChecks));

    private static Dictionary<string, Action<TemplateUnderTest>> In(params Type[] types) => types
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .ToDictionary(method => method.Name, method => method.CreateDelegate<Action<TemplateUnderTest>>());
}
