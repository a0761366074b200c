using System.CommandLine;

namespace PrivateGateway.Tool;

/// <summary>What follows <c>--and</c>: a further API behind the same endpoints, with the options that concern an API alone.</summary>
internal sealed class OtherApiCommand : Command
{
    private readonly TemplateOptions _template = new();
    private readonly FunctionOptions _functions = new();

    public OtherApiCommand()
        : base("--and")
    {
        _template.AddTo(this);
        _functions.AddTo(this);
    }

    /// <param name="words">The words between this <c>--and</c> and the next one.</param>
    /// <param name="number">2 for the second API.</param>
    /// <exception cref="GatewayStartException">The words are invalid: an unknown option, or one that concerns the whole gateway.</exception>
    public GatewayOptions Read(IReadOnlyList<string> words, GatewayOptions first, int number)
    {
        var parsed = Parse(words);
        if (parsed.Errors.Count > 0)
            throw new GatewayStartException(string.Join('\n', parsed.Errors.Select(error => $"After --and: {error.Message}")));

        return _functions.Read(parsed, _template.ReadOther(parsed, first, number));
    }
}
