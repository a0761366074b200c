using System.Reflection;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>The checks of a template, by name. Each throws where the template fails it, so that an injected fault can be matched to one check.</summary>
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
