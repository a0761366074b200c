using System.Net;
using PrivateGateway.Policies;

namespace PrivateGateway.Calls;

/// <summary>An interface VPC endpoint. Every call that arrives at its listener came through it.</summary>
/// <param name="Policy">Null: the default policy, full access.</param>
/// <param name="SourceIp">The client's address inside the VPC; null: the one that the connection comes from.</param>
internal sealed record VpcEndpoint(string VpcEndpointId, string VpcId, PolicyDocument? Policy, IPAddress? SourceIp);
