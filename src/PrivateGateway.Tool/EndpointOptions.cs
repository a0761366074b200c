using System.CommandLine;

namespace PrivateGateway.Tool;

/// <summary>The VPC endpoints' policy and network, and what is known of their callers.</summary>
internal sealed class EndpointOptions
{
    private readonly Option<string?> _endpointTemplate = new("--endpoint-template")
    {
        Description = "The template that gives the endpoints' policy. Default: full access, as in AWS.",
        HelpName = "PATH",
    };

    private readonly Option<Dictionary<string, string>> _endpointParameters = OptionTypes.Pairs(
        "--endpoint-parameter-overrides", "Values of that template's parameters.");

    private readonly Option<string> _vpc = OptionTypes.Text(
        "--vpc-id", "vpc-ID", "The VPC of the endpoints.", "vpc-[0-9a-z]+", "the id of a VPC (vpc-...)");

    private readonly Option<Dictionary<string, IReadOnlyList<string>>> _context = OptionTypes.Context(
        "--context", "Condition keys that only AWS knows, such as aws:PrincipalOrgID=o-1. Keys of the signer count for signed calls alone.");

    /// <returns>Null where the option is not given.</returns>
    public string? VpcIdOf(ParseResult words) => words.GetValue(_vpc);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _endpointTemplate, _endpointParameters, _vpc, _context })
            command.Options.Add(option);
    }

    public GatewayOptions Read(ParseResult words, GatewayOptions options) => options with
    {
        EndpointTemplatePath = words.GetValue(_endpointTemplate),
        EndpointParameterOverrides = words.GetValue(_endpointParameters) ?? [],
        VpcId = words.GetValue(_vpc) ?? options.VpcId,
        Context = words.GetValue(_context) ?? [],
    };
}
