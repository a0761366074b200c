using System.Xml.Linq;
using PrivateGateway.Checks;

namespace PrivateGateway.Tool.Checks;

/// <summary>Expectations as test results, in the XML that CI systems read.</summary>
internal static class JUnitReport
{
    public static string Of(string suite, IReadOnlyList<ExpectationResult> results) => new XElement(
        "testsuites",
        new XElement(
            "testsuite",
            new XAttribute("name", suite),
            new XAttribute("tests", results.Count),
            new XAttribute("failures", results.Count(result => !result.IsMet)),
            results.Select(result => new XElement(
                "testcase",
                new XAttribute("classname", suite),
                new XAttribute("name", result.Expectation.Title),
                result.IsMet ? null : new XElement(
                    "failure",
                    new XAttribute("message", $"expected {result.Expectation.Expect}, is {result.Row.Decision}"),
                    $"{result.Row.DecidedBy}: {result.Row.Reason}"))))).ToString();
}
