using System.CommandLine;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using PrivateGateway.Tool.Checks;

namespace PrivateGateway.Tool.Tests.Checks;

public sealed class CheckCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("check");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_terminal_shows_each_decision_once_with_its_statement_and_line()
    {
        var (status, output, _) = Check(Template("vpce-0aaa"));

        Assert.Equal(2, status);
        Assert.Equal(
            """
            allowed   200  /v1  every route
                through vpce-0aaa
                resource policy (line 9): statement 0 allows it without a condition.
            refused   403  /v1  every route
                through any other endpoint
                resource policy (line 10): statement 'DenyOthers' denies it because StringNotEquals compares aws:SourceVpce with 'vpce-0aaa' and the request has 'vpce-0ffffffffffffffff'.

            """.ReplaceLineEndings(),
            output);
    }

    [Fact]
    public void All_allowed_is_status_0_and_one_refused_status_2()
    {
        var template = Template("vpce-0aaa");

        Assert.Equal(0, Check(template, "--vpce", "vpce-0aaa", "--path", "/orders", "--method", "get").Status);
        Assert.Equal(2, Check(template, "--vpce", "vpce-0bbb", "--path", "/orders", "--method", "get").Status);
    }

    [Fact]
    public void Json_is_an_array_of_rows_with_the_documented_members()
    {
        var (_, output, _) = Check(Template("vpce-0aaa"), "--json", "--vpce", "vpce-0bbb", "--source-ip", "10.0.0.7", "--path", "/orders", "--method", "GET");

        var row = Assert.Single(JsonNode.Parse(output)!.AsArray())!.AsObject();
        Assert.Equal(
            ["stage", "method", "path", "vpce", "sourceIp", "principal", "decision", "status", "decidedBy", "line", "reason"], row.Select(member => member.Key));
        Assert.Equal(
            ("v1", "vpce-0bbb", "10.0.0.7", "refused", 403, 10),
            ((string?)row["stage"], (string?)row["vpce"], (string?)row["sourceIp"], (string?)row["decision"], (int)row["status"]!, (int)row["line"]!));
    }

    [Fact]
    public void Against_reports_only_differences_and_fails_when_a_caller_gains_access()
    {
        var (old, @new) = (Template("vpce-0aaa", "old"), Template("vpce-0ddd", "new"));

        var (status, output, _) = Check(@new, "--against", old);

        Assert.Equal(3, status);
        Assert.Contains("refused -> allowed  /v1  ANY /orders\n    through vpce-0ddd\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("allowed -> refused  /v1  ANY /orders\n    through vpce-0aaa\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal((0, "No call is decided differently.\n"), (Check(old, "--against", old).Status, Check(old, "--against", old).Output));
    }

    [Fact]
    public void Sarif_names_the_rules_and_the_lines()
    {
        var (_, output, _) = Check(Template("vpce-0ddd", "new"), "--against", Template("vpce-0aaa", "old"), "--sarif");

        var run = JsonNode.Parse(output)!["runs"]![0]!;
        var letIn = run["results"]!.AsArray().Single(result => (string?)result!["ruleId"] == "let-in")!;
        Assert.Equal("error", (string?)letIn["level"]);
        Assert.Equal(9, (int)letIn["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]!);
        Assert.All(run["results"]!.AsArray(), result =>
            Assert.Contains((string?)result!["ruleId"], run["tool"]!["driver"]!["rules"]!.AsArray().Select(rule => (string?)rule!["id"])));
    }

    [Fact]
    public void Expectations_are_reported_like_tests_and_written_as_JUnit_xml()
    {
        var (expect, junit) = (Write("expect.yaml", "- vpce: vpce-0aaa\n  path: /orders\n  expect: allowed\n- name: strangers\n  path: /orders\n  expect: allowed\n"), Path.Combine(_directory.FullName, "junit.xml"));

        var (status, output, _) = Check(Template("vpce-0aaa"), "--expect", expect, "--junit", junit);

        Assert.Equal(2, status);
        Assert.Contains("passed  GET /orders through vpce-0aaa is allowed", output, StringComparison.Ordinal);
        Assert.Contains("FAILED  strangers", output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 expectations are met.", output, StringComparison.Ordinal);
        var suite = XElement.Load(junit).Element("testsuite")!;
        Assert.Equal(("2", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Equal("expected allowed, is refused", suite.Descendants("failure").Single().Attribute("message")!.Value);
    }

    [Fact]
    public void A_warning_is_printed_and_fails_the_check_on_request()
    {
        var open = Write("open.template", File.ReadAllText(Template("vpce-0aaa")).Replace("StringNotEquals", "StringEquals", StringComparison.Ordinal));

        var (status, _, error) = Check(open, "--vpce", "vpce-0bbb");

        Assert.Equal(0, status);
        Assert.Contains("warning open-policy", error, StringComparison.Ordinal);
        Assert.Equal(1, Check(open, "--vpce", "vpce-0bbb", "--warn-as-error", "open-policy").Status);
        Assert.Equal(0, Check(open, "--vpce", "vpce-0bbb", "--warn-as-error", "source-ip").Status);
    }

    [Fact]
    public void A_changed_policy_without_a_new_deployment_is_warned_about()
    {
        Assert.Contains("warning undeployed-policy", Check(Template("vpce-0ddd", "new"), "--against", Template("vpce-0aaa", "old")).Error, StringComparison.Ordinal);
        var redeployed = Write("b.template", File.ReadAllText(Template("vpce-0ddd", "new")).Replace("\"Deployed\":", "\"DeployedAgain\":", StringComparison.Ordinal));
        Assert.DoesNotContain("undeployed", Check(redeployed, "--against", Template("vpce-0aaa", "old")).Error, StringComparison.Ordinal);
    }

    // As samtranslator names the deployment: the parameter's value is part of the name in custom statements only.
    [Theory]
    [InlineData("IntrinsicVpceWhitelist: [!Ref Endpoint]", "", true)]
    [InlineData("IntrinsicVpceWhitelist: [!Ref Endpoint]", "AlwaysDeploy: true", false)]
    [InlineData("CustomStatements: [{ Effect: Allow, Principal: '*', Action: '*', Resource: execute-api:/*, Condition: { StringEquals: { aws:SourceVpce: !Ref Endpoint } } }]", "", false)]
    public void A_policy_that_changes_by_a_parameters_value_is_not_deployed_by_SAM(string policy, string property, bool warns)
    {
        string[] endpoints = ["vpce-0aaa", "vpce-0ddd"];
        string[] templates = [.. endpoints.Select(endpoint => Write($"{endpoint}.yaml",
            $$"""
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Endpoint: { Type: String, Default: {{endpoint}} }
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: live
                  EndpointConfiguration: { Type: PRIVATE }
                  Auth: { ResourcePolicy: { {{policy}} } }
                  {{property}}
              Orders:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: nodejs22.x
                  Handler: index.handler
                  InlineCode: x
                  Events:
                    List: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /orders, Method: GET } }
            """))];

        Assert.Equal(warns, Check(templates[1], "--against", templates[0]).Error.Contains("warning undeployed-policy", StringComparison.Ordinal));
        var changed = Write("changed.yaml", File.ReadAllText(templates[1]).Replace("Path: /orders", "Path: /order", StringComparison.Ordinal));
        Assert.DoesNotContain("warning undeployed-policy", Check(changed, "--against", templates[0]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_context_option_supplies_the_values_that_only_AWS_knows()
    {
        var template = Write("org.template", File.ReadAllText(Template("vpce-0aaa")).Replace("aws:SourceVpce", "aws:ResourceOrgID", StringComparison.Ordinal));

        Assert.Equal(2, Check(template).Status);
        Assert.Contains("--context aws:ResourceOrgID=VALUE", Check(template).Error, StringComparison.Ordinal);
        var (status, _, error) = Check(template, "--context", "aws:ResourceOrgID=vpce-0aaa");
        Assert.Equal(0, status);
        Assert.DoesNotContain("unknown-value", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'aaa' is not the id of a VPC endpoint", "--vpce", "aaa")]
    [InlineData("'here' is not an IP address", "--source-ip", "here")]
    [InlineData("'Bob' is not the ARN", "--principal", "Bob")]
    [InlineData("'aws:Org' is not a condition key", "--context", "aws:Org=1")]
    [InlineData("exclude each other", "--json", "--sarif")]
    [InlineData("--junit needs --expect", "--junit", "a.xml")]
    [InlineData("does not start with a slash", "--path", "orders")]
    [InlineData("nonsense", "--warn-as-error", "nonsense")]
    public void An_invalid_argument_is_one_clear_error(string message, params string[] words) => Assert.Contains(
        message, string.Join('\n', new CheckCommand().Parse(["a.template", .. words]).Errors.Select(error => error.Message)), StringComparison.Ordinal);

    [Fact]
    public void A_template_that_cannot_be_read_is_status_1()
    {
        var template = Template("vpce-0aaa");

        Assert.Equal(1, Check(Path.Combine(_directory.FullName, "missing.template")).Status);
        Assert.Equal(1, Check(template, "--against", Write("broken.template", "{ \"Resources\": ")).Status);
        Assert.Equal(1, Check(template, "--expect", Write("broken.yaml", "- expect: perhaps")).Status);
        Assert.Equal(1, Check(template, "--stage", "v9").Status);
    }

    private static (int Status, string Output, string Error) Check(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = new CheckCommand().Parse(words).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (status, $"{output}", $"{error}");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Template(string endpoint, string name = "api") => Write($"{name}.template",
        $$$"""
        {
          "Resources": {
            "Api": {
              "Type": "AWS::ApiGateway::RestApi",
              "Properties": {
                "EndpointConfiguration": { "Types": ["PRIVATE"] },
                "Policy": {
                  "Version": "2012-10-17", "Statement": [
                    { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" },
                    { "Sid": "DenyOthers", "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
                      "Condition": { "StringNotEquals": { "aws:SourceVpce": "{{{endpoint}}}" } } }
                  ]
                }
              }
            },
            "Orders": { "Type": "AWS::ApiGateway::Resource", "Properties": { "RestApiId": { "Ref": "Api" }, "ParentId": { "Fn::GetAtt": ["Api", "RootResourceId"] }, "PathPart": "orders" } },
            "AnyOrders": {
              "Type": "AWS::ApiGateway::Method",
              "Properties": {
                "RestApiId": { "Ref": "Api" }, "ResourceId": { "Ref": "Orders" }, "HttpMethod": "ANY", "AuthorizationType": "NONE",
                "Integration": { "Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": { "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations" } }
              }
            },
            "Deployed": { "Type": "AWS::ApiGateway::Deployment", "DependsOn": "AnyOrders", "Properties": { "RestApiId": { "Ref": "Api" }, "StageName": "v1" } },
            "Function": {
              "Type": "AWS::Lambda::Function",
              "Properties": { "Runtime": "dotnet10", "Handler": "Orders", "Code": ".", "Role": "arn:aws:iam::123456789012:role/function" }
            },
            "Permission": {
              "Type": "AWS::Lambda::Permission",
              "Properties": { "Action": "lambda:InvokeFunction", "FunctionName": { "Ref": "Function" }, "Principal": "apigateway.amazonaws.com" }
            }
          }
        }
        """);
}
