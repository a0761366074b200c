using System.Globalization;
using System.Text.RegularExpressions;
using PetStore.Testing;

namespace PrivateGateway.Tool.Tests.Checks;

public sealed partial class CheckSpeedTests
{
    // Processor time, which does not depend on what else the machine does. A released build takes half of a debug build's.
    [Fact]
    public async Task Two_hundred_routes_and_a_hundred_endpoints_are_checked_in_four_seconds_of_processor_time()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a shell.");
        var directory = Directory.CreateTempSubdirectory("speed");
        var template = Path.Combine(directory.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, Template(), TestContext.Current.CancellationToken);

        var output = await ChildProcess.RunAsync("sh", ["-c", $"dotnet '{typeof(StartCommand).Assembly.Location}' check '{template}'; echo status $?; times"]);

        directory.Delete(recursive: true);
        Assert.Contains("vpce-0000, vpce-0001, vpce-0002, vpce-0003, vpce-0004 and 95 more", output, StringComparison.Ordinal);
        Assert.Contains("status 2", output, StringComparison.Ordinal);
        Assert.InRange(Times().Matches(output)[1].Groups.Values.Skip(1).Sum(Seconds), 0.1, 4);
    }

    private static double Seconds(Group time) => time.Value.Split('m') is [var minutes, var seconds]
        ? (60 * double.Parse(minutes, CultureInfo.InvariantCulture)) + double.Parse(seconds, CultureInfo.InvariantCulture)
        : throw new FormatException(time.Value);

    private static string Template() =>
        $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: live
              OpenApiVersion: 3.0.1
              EndpointConfiguration: { Type: PRIVATE }
              Auth:
                ResourcePolicy:
                  CustomStatements:
                    - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/* }
                    - Effect: Deny
                      Principal: '*'
                      Action: execute-api:Invoke
                      Resource: execute-api:/*
                      Condition: { StringNotEquals: { aws:SourceVpce: [{{string.Join(", ", Enumerable.Range(0, 100).Select(i => $"vpce-0{i:x3}"))}}] } }
          Function:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: nodejs22.x
              Handler: index.handler
              CodeUri: .
              Events:
        {{string.Join('\n', Enumerable.Range(0, 200).Select(i => $"        R{i}: {{ Type: Api, Properties: {{ RestApiId: !Ref Api, Path: '/r{i}/{{id}}', Method: GET }} }}"))}}
        """;

    // The second line of times: what the children took, in user mode and in the kernel.
    [GeneratedRegex(@"(?m)^(\d+m[\d.]+)s (\d+m[\d.]+)s", RegexOptions.CultureInvariant)]
    private static partial Regex Times();
}
