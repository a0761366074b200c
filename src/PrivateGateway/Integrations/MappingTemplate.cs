using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PrivateGateway.Calls;

namespace PrivateGateway.Integrations;

/// <summary>
/// A mapping template without directives: text with references such as <c>$input.body</c>, <c>$input.json('$')</c>,
/// <c>$input.params('name')</c>, <c>$stageVariables.name</c> and <c>$context.name</c>. The rest of VTL is refused at the start.
/// </summary>
internal static partial class MappingTemplate
{
    /// <summary>Null if the template is supported; otherwise its first unsupported part.</summary>
    public static string? Unplayable(string template) =>
        Directive().Match(template) is { Success: true } directive ? directive.Value
        : Reference().Replace(template, "").IndexOf('$', StringComparison.Ordinal) is >= 0 and var at
            ? Reference().Replace(template, "")[at..].Split('\n')[0]
            : null;

    /// <param name="body">The value of <c>$input</c>: the body of the request, or of the integration's response.</param>
    public static string Render(string template, Call call, ReadOnlyMemory<byte> body) => Reference().Replace(template, reference =>
        reference.Groups["body"].Success ? Encoding.UTF8.GetString(body.Span)
        : reference.Groups["param"] is { Success: true } param ? Escaped(Parameter(call, param.Value))
        : reference.Groups["stage"] is { Success: true } stage ? call.Stage.Variables.GetValueOrDefault(stage.Value, "")
        : call.ContextValue(reference.Groups["context"].Value) ?? "");

    // $input.params looks in the path, then in the query string, then in the headers.
    private static string Parameter(Call call, string name) =>
        call.PathParameters.GetValueOrDefault(name) ?? call.QueryParameter(name) ?? call.Header(name) ?? "";

    private static string Escaped(string value) => JsonEncodedText.Encode(value, Json.Relaxed).ToString();

    [GeneratedRegex(@"(?m)#(?:set|if|else|elseif|end|foreach|macro|define|include|parse|evaluate|break|stop|\*|#).*$", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();

    [GeneratedRegex(
        @"\$(?<open>\{)?(?:input\.(?<body>body|json\(\s*['""]\$['""]\s*\))|input\.params\(\s*['""](?<param>[^'""]+)['""]\s*\)"
        + @"|stageVariables\.(?<stage>[A-Za-z0-9_]+)|context\.(?<context>[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*))(?(open)\})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
