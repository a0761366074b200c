using System.Text.RegularExpressions;
using PrivateGateway.Checks;

namespace PrivateGateway;

/// <summary>The VPC endpoints of a gateway that is given none: those that the templates create or name, else vpce-0aaa.</summary>
internal static partial class DefaultEndpoints
{
    /// <summary>An interface endpoint has one address in each subnet. Only Linux has more loopback addresses than one, so each address is a port.</summary>
    public static IReadOnlyList<EndpointListener> Of(IReadOnlyList<AccessCheck> checks, int firstPort)
    {
        var declared = checks.SelectMany(check => check.Api.InterfaceEndpoints).DistinctBy(endpoint => endpoint.Id).ToList();
        var inPolicies = checks.SelectMany(check => check.Named.Endpoints).Where(id => id != NamedValues.OtherEndpoint && Id().IsMatch(id)).Except(declared.Select(endpoint => endpoint.Id));
        IReadOnlyList<string> addresses = [.. declared.SelectMany(endpoint => Enumerable.Repeat(endpoint.Id, endpoint.Subnets)), .. inPolicies];
        return [.. (addresses.Count > 0 ? addresses : ["vpce-0aaa"]).Select((id, index) => new EndpointListener(id, new Uri($"http://127.0.0.1:{(firstPort == 0 ? 0 : firstPort + index)}")))];
    }

    [GeneratedRegex(@"\Avpce-[0-9a-z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
