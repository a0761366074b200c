using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace PetStore.Testing;

/// <summary>The public surface of an assembly as text, compared with a committed file: no change of it goes unnoticed.</summary>
public static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <param name="path">The committed file, from the repository's root.</param>
    public static void AssertIs(Assembly assembly, params string[] path)
    {
        var file = Repository.PathTo(path);
        var (actual, recorded) = (Describe(assembly), File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "");
        if (actual == recorded)
            return;

        var (now, then) = (actual.Split('\n'), recorded.Split('\n'));
        Assert.Fail(
            $"The public API of {assembly.GetName().Name} differs from {string.Join('/', path)}. If that is meant, write this to the file, and a line to CHANGELOG.md:\n{actual}\n"
            + string.Join('\n', [.. then.Except(now).Select(line => $"- {line}"), .. now.Except(then).Select(line => $"+ {line}")]));
    }

    public static string Describe(Assembly assembly) => string.Concat(
        assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(type =>
            $"{Kind(type)} {type.FullName}\n{string.Concat(Members(type).Order(StringComparer.Ordinal).Select(member => $"  {member}\n"))}"));

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsSealed ? "sealed class"
        : type.IsAbstract ? "abstract class" : "class";

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");

        return type.GetConstructors(Declared).Select(constructor => $"new({Parameters(constructor)})")
            .Concat(type.GetFields(Declared).Select(field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}"))
            .Concat(type.GetEvents(Declared).Select(e => $"event {Name(e.EventHandlerType!)} {e.Name}"))
            .Concat(type.GetProperties(Declared).Select(Describe))
            .Concat(type.GetMethods(Declared)
                // A record's own members say nothing that the record's parameters do not.
                .Where(method => !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute)))
                .Select(method => $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnParameter.ParameterType)}{Mark(Nullability.Create(method.ReturnParameter))} {method.Name}({Parameters(method)})"));
    }

    private static string Describe(PropertyInfo property)
    {
        var setter = property.SetMethod is not { IsPublic: true } set ? ""
            : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ";
        return $"{(property.GetMethod?.IsStatic == true ? "static " : "")}{Name(property.PropertyType)}{Mark(Nullability.Create(property))} {property.Name} {{ get; {setter}}}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)}{Mark(Nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "")}"));

    private static string Mark(NullabilityInfo info) =>
        info.ReadState == NullabilityState.Nullable && Nullable.GetUnderlyingType(info.Type) is null ? "?" : "";

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } underlying ? $"{Name(underlying)}?"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.IsArray ? $"{Name(type.GetElementType()!)}[]" : type.Name;
}
