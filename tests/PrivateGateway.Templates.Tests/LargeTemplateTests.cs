using System.Diagnostics;
using System.Globalization;
using System.Text;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

public sealed class LargeTemplateTests
{
    [Fact]
    public void Ten_megabytes_of_YAML_are_refused_before_they_are_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, string.Concat(Enumerable.Repeat("a: b\n", 2_000_000)));
            Templates.Refused(() => TemplateDocument.Load(path), "a template has at most 1048576 bytes.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_template_of_5000_resources_is_read_in_seconds()
    {
        var text = new StringBuilder("Resources:\n");
        for (var i = 0; i < 5_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"  Topic{i}: {{ Type: AWS::SNS::Topic, Properties: {{ TopicName: !Sub 't-${{AWS::Region}}-{i}' }} }}\n");

        text.Append(Api);
        var started = Stopwatch.GetTimestamp();

        var api = ApiReader.Read(ResolvedTemplate.Resolve(
            TemplateDocument.Parse("it.yaml", Encoding.UTF8.GetBytes(text.ToString())), new Dictionary<string, string>(), Templates.Pseudo));

        Assert.Single(api.Methods);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private const string Api =
        """
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              EndpointConfiguration: PRIVATE
              Auth: { ResourcePolicy: { IntrinsicVpceWhitelist: [ !Ref Endpoint ] } }
          Endpoint: { Type: AWS::EC2::VPCEndpoint, Properties: { ServiceName: !Sub 'com.amazonaws.${AWS::Region}.execute-api' } }
          Function:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.handler
              Runtime: nodejs22.x
              Events: { All: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /, Method: get } } }
        """;
}
