using PrivateGateway.Checks;
using PrivateGateway.Templates;

namespace PrivateGateway.Tests.Checks;

public sealed class ExpectationTests
{
    [Fact]
    public void Expectations_are_compared_with_the_decisions()
    {
        var results = Evaluate(
            """
            - name: our endpoint reads
              vpce: vpce-0aaa
              method: GET
              path: /orders
              expect: allowed
            - vpce: vpce-0bbb
              vpc-id: vpc-1
              source-ip: 10.0.0.7
              expect: allowed
            """);

        Assert.Equal([true, false], results.Select(result => result.IsMet));
        Assert.Equal("our endpoint reads", results[0].Expectation.Title);
        Assert.Equal(("GET / through vpce-0bbb is allowed", "refused"), (results[1].Expectation.Title, results[1].Row.Decision));
    }

    [Theory]
    [InlineData("", "there are no expectations")]
    [InlineData("- vpce: vpce-0aaa", "expectation 1: expect is missing")]
    [InlineData("- expect: maybe", "'maybe' is not allowed, refused")]
    [InlineData("- expect: allowed\n  vpcee: x", "expect.yaml(2): ")]
    [InlineData("- expect: allowed\n- name: second\n  source-ip: 10.0.0.256\n  expect: allowed", "expectation 2 (second): '10.0.0.256' is not an IP address.")]
    [InlineData("- expect: allowed\n  vpce: aaa", "'aaa' is not the id of a VPC endpoint.")]
    [InlineData("- expect: allowed\n  path: pets", "does not start with a slash")]
    [InlineData("- expect: allowed\n  principal: Bob", "'Bob' is not an ARN.")]
    [InlineData("- expect: allowed\n  stage: v9", "the API has no stage 'v9'.")]
    [InlineData("expect: [", "expect.yaml(")]
    public void An_invalid_file_is_one_clear_error(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<TemplateException>(() => Evaluate(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_one_clear_error() =>
        Assert.Contains("no-such.yaml", Assert.Throws<TemplateException>(() => Expectations.Load("no-such.yaml")).Message, StringComparison.Ordinal);

    private static IReadOnlyList<ExpectationResult> Evaluate(string yaml)
    {
        var directory = Directory.CreateTempSubdirectory("expect");
        try
        {
            var file = Path.Combine(directory.FullName, "expect.yaml");
            File.WriteAllText(file, yaml);
            return AccessCheckTests.Check(TestGateway.Api).Evaluate(Expectations.Load(file));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
