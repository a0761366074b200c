using System.Text.RegularExpressions;
using PrivateGateway.Calls;

namespace PrivateGateway.Monitoring;

/// <summary>A stage's access log, in the format that the template gives. A variable without a value is a hyphen, as in AWS.</summary>
internal static partial class AccessLog
{
    public static string Line(string format, Call call) => Variable().Replace(format, variable =>
        ContextVariables.ValueOf(call, variable.Groups[1].Value) is { Length: > 0 } value ? value : "-");

    [GeneratedRegex(@"\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
