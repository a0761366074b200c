using PrivateGateway.Checks;
using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Checks;

public sealed class AccessCheckTests
{
    [Fact]
    public void Every_route_is_decided_for_the_named_endpoints_and_for_one_that_no_policy_names()
    {
        var rows = Check(TestGateway.Api).Rows().ToList();

        Assert.Equal(2 * 7 * 2, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.Caller.VpcEndpointId == "vpce-0aaa" ? ("allowed", 200) : ("refused", 403), (row.Decision, row.Status)));
        Assert.Equal(["resource policy, statement 'AllowInvoke'", "resource policy, statement 'DenyOthers'"], rows.Select(row => row.DecidedBy).Distinct());
        Assert.Contains("and the request has 'vpce-0ffffffffffffffff'", rows.First(row => !row.IsAllowed).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_choose_the_call_and_the_caller()
    {
        var check = new AccessCheck(TestGateway.Api, new EndpointPolicies(TestGateway.Api.InterfaceEndpoints, null), new CheckOptions
        {
            VpcEndpointIds = ["vpce-0bbb"], VpcId = "vpc-1", SourceIps = ["10.0.0.7"], Method = "GET", Path = "/orders",
        });

        var row = Assert.Single(check.Rows());

        Assert.Equal(("v1", "GET", "/orders", "/{proxy+}", 403), (row.Stage, row.Method, row.Path, row.Route, row.Status));
        Assert.Equal(new Caller("vpce-0bbb", "vpc-1", "10.0.0.7", null, false), row.Caller);
    }

    [Fact]
    public void A_row_says_what_its_method_requires()
    {
        var api = TestGateway.Api with
        {
            ResourcePolicy = PolicyDocument.FullAccess,
            Methods =
            [
                TestGateway.Method("/key", "GET", key: true),
                TestGateway.Method("/signed", "GET", iam: true),
                TestGateway.Method("/token", "GET") with { Authorizer = new CognitoAuthorizer("a", "a", [], "method.request.header.Authorization"), Authorization = MethodAuthorization.CognitoUserPools },
            ],
        };

        Assert.Equal(
            ["/key allowed with a key", "/signed allowed with a signature", "/token allowed with a token"],
            Check(api).Rows().Select(row => $"{row.Route} {row.Decision}").Distinct());
        Assert.Equal("allowed", new AccessCheck(api, new EndpointPolicies(api.InterfaceEndpoints, null), new CheckOptions { ApiKey = true }).Rows().First().Decision);
    }

    [Fact]
    public void A_path_that_a_policy_names_is_checked_too()
    {
        var api = TestGateway.Api with
        {
            ResourcePolicy = TestGateway.Policy(
                """
                [{"Effect":"Allow","Principal":"*","Action":"*","Resource":"execute-api:/*"},
                 {"Effect":"Deny","Principal":"*","Action":"*","Resource":"execute-api:/v1/DELETE/admin/*"}]
                """),
        };

        Assert.Equal(["DELETE /admin/x"], Check(api).Rows().Where(row => !row.IsAllowed).Select(row => $"{row.Method} {row.Path}").Distinct());
    }

    [Fact]
    public void A_path_without_a_resource_is_refused_as_API_Gateway_refuses_it()
    {
        var api = TestGateway.Api with { Methods = [TestGateway.Method("/orders", "GET")] };
        var check = new AccessCheck(api, new EndpointPolicies(api.InterfaceEndpoints, null), new CheckOptions { VpcEndpointIds = ["vpce-0aaa"], Path = "/other" });

        Assert.Equal(("refused", 403, "routing"), check.Rows().Select(row => (row.Decision, row.Status, row.DecidedBy)).Single());
    }

    [Fact]
    public void Whenever_one_of_ten_thousand_random_callers_is_decided_differently_the_comparison_reports_that_kind_of_difference()
    {
        const int Pairs = 12;
        const int Callers = 10_000;
        var different = 0;
        for (var seed = 0; seed < Pairs; seed++)
        {
            var generated = new GeneratedPolicies(seed);
            var (old, @new) = (Check(generated.Api()), Check(generated.Api()));
            var reported = AccessComparison.Compare(old, @new).Select(difference => difference.Change).ToHashSet();
            for (var i = 0; i < Callers; i++)
            {
                var ((method, path), caller) = (generated.Call(), generated.Caller(i % 2 == 0));
                var (before, after) = (old.Decide("v1", method, path, caller), @new.Decide("v1", method, path, caller));
                if (before.Decision == after.Decision)
                    continue;

                different++;
                // An unsigned call to a method with IAM authorization is refused in every case; the comparison signs such calls.
                if (before.DecidedBy != "authorization" && after.DecidedBy != "authorization")
                    Assert.True(reported.Contains($"{before.Decision} -> {after.Decision}"), $"seed {seed}: {before}\n{after}");
            }
        }

        Assert.InRange(different, Pairs * Callers / 20, Pairs * Callers * 9 / 10);
    }

    [Fact]
    public void A_comparison_names_the_endpoint_that_is_let_in()
    {
        var opened = TestGateway.Api with
        {
            ResourcePolicy = TestGateway.Policy("""[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"execute-api:/*","Condition":{"StringEquals":{"aws:SourceVpce":["vpce-0aaa","vpce-0ddd"]}}}]"""),
        };

        var differences = AccessComparison.Compare(Check(TestGateway.Api), Check(opened)).ToList();

        Assert.All(differences, difference => Assert.Equal(("vpce-0ddd", "refused -> allowed", true), (difference.New.Caller.VpcEndpointId, difference.Change, difference.LetsIn)));
        Assert.Equal(14, differences.Count);
        Assert.Empty(AccessComparison.Compare(Check(opened), Check(opened)));
        Assert.DoesNotContain(AccessComparison.Compare(Check(opened), Check(TestGateway.Api)), difference => difference.LetsIn);
    }

    [Fact]
    public void Two_hundred_routes_and_a_hundred_endpoints_take_a_bounded_amount_of_memory_for_each_row()
    {
        var endpoints = Enumerable.Range(0, 100).Select(i => $"\"vpce-0{i:x3}\"");
        var api = TestGateway.Api with
        {
            Methods = [.. Enumerable.Range(0, 200).Select(i => TestGateway.Method($"/r{i}/{{id}}", "GET"))],
            ResourcePolicy = TestGateway.Policy(
                $$"""
                [{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},
                 {"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*",
                  "Condition":{"StringNotEquals":{"aws:SourceVpce":[{{string.Join(',', endpoints)}}]} } }]
                """),
        };
        var check = Check(api);
        Assert.Equal(200 * 102, check.Rows().Count());

        // Not the time, which depends on what else the machine does: tests/PetStore.Benchmarks measures that.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rows = check.Rows().Count();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / rows, 0, 7_000);
        Assert.Equal(check.Rows(), check.AllRows());
    }

    internal static AccessCheck Check(PrivateApi api) => new(api, new EndpointPolicies(api.InterfaceEndpoints, null), new CheckOptions());
}
