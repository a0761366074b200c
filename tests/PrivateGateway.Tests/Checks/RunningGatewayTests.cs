using System.Net;
using PrivateGateway.Calls;
using PrivateGateway.Checks;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Checks;

/// <summary>The rows of a check, and the answers of a running gateway to the same calls.</summary>
public sealed class RunningGatewayTests
{
    private const string Signature = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=00";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Cases")).Select(Path.GetFileName).Where(IsApi).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Every_row_of_a_generated_API_is_what_the_gateway_answers(int seed)
    {
        var api = new GeneratedPolicies(seed).Api();
        var rows = AccessCheckTests.Check(api).Rows().GroupBy(Place).ToList();

        // A gateway has one VPC, one address and one signer: a few of these, from all of them.
        foreach (var place in rows.Where((_, i) => i % Math.Max(1, rows.Count / 4) == 0))
            await AssertSameAsync(api, place);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_row_of_a_case_is_what_the_gateway_answers(string template)
    {
        var api = DeployedTemplate.Load(Path.Combine(AppContext.BaseDirectory, "Cases", template), new Dictionary<string, string>());

        foreach (var place in AccessCheckTests.Check(api).Rows().GroupBy(Place))
            await AssertSameAsync(api, place);
    }

    // The rest of the folder: descriptions that templates include, and a template of an endpoint alone.
    private static bool IsApi(string? file) =>
        file is not (null or "openapi.json" or "openapi-plain.json" or "54-endpoint-template-of-ones-own.json") && !file.StartsWith("included-", StringComparison.Ordinal);

    private static (string VpcId, string SourceIp, string? Principal) Place(CheckRow row) => (row.Caller.VpcId, row.Caller.SourceIp, row.Caller.Principal);

    private static async Task AssertSameAsync(PrivateApi api, IGrouping<(string VpcId, string SourceIp, string? Principal), CheckRow> rows)
    {
        await using var gateway = await TestGateway.StartAsync(_ => api, options => options with
        {
            NoFunctions = true,
            Endpoints = [.. rows.Select(row => row.Caller.VpcEndpointId).Distinct().Select(EndpointListener.Free)],
            VpcId = rows.Key.VpcId,
            SourceIp = IPAddress.Parse(rows.Key.SourceIp),
            Principal = rows.Key.Principal,
        });
        foreach (var row in rows)
        {
            using var request = new HttpRequestMessage(new HttpMethod(row.Method), gateway.Through(row.Caller.VpcEndpointId, $"/{row.Stage}{row.Path}"));
            if (row.Caller.Principal is not null)
                request.Headers.TryAddWithoutValidation("Authorization", Signature);

            using var response = await gateway.Client.SendAsync(request, Cancel);

            // Past the policies and the method the integration, a key or a validator decides the status.
            var call = gateway.Host.LastCalls[^1];
            Assert.True(row.IsAllowed == call.Step > CallStep.Routing, $"{row}\nbut the gateway: {call}, {call.Reason}");
            if (!row.IsAllowed)
                Assert.True(row.Status == (int)response.StatusCode || api.GatewayResponses.Count > 0, $"{row}\nbut the gateway: {call}");
            if (row is { IsAllowed: false, Line: { } line })
                Assert.Equal(line, call.DecidedBy?.Line);
        }
    }
}
