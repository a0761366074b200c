using System.Text.Json;
using PrivateGateway.Templates;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>Logs and alarms.</summary>
internal static class OperationChecks
{
    public static void The_access_log_is_one_JSON_line_that_names_the_caller(TemplateUnderTest template)
    {
        var format = template.Deploy(ParameterSets.Listed).Stage.AccessLogFormat!;
        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(format)!;
        string[] required =
        [
            "$context.identity.vpcId", "$context.identity.vpceId", "$context.identity.sourceIp", "$context.identity.apiKeyId",
            "$context.requestId", "$context.extendedRequestId", "$context.status", "$context.responseLatency",
            "$context.integration.latency", "$context.integration.error", "$context.error.message", "$context.error.responseType",
        ];

        Assert.DoesNotContain('\n', format);
        Assert.Superset(required.ToHashSet(), fields.Values.ToHashSet());

        // The caller's free text could break the line. Fields that the caller controls come first, so that a duplicate cannot override the others.
        Assert.DoesNotContain("$context.identity.userAgent", format, StringComparison.Ordinal);
        Assert.Equal("path", fields.Keys.First());
    }

    public static void The_access_log_goes_to_its_log_group(TemplateUnderTest template)
    {
        var resolved = template.Resolve(ParameterSets.Listed);
        var destination = resolved.Resources["PetStoreApi"].Properties["AccessLogSetting"]["DestinationArn"].Text;
        Assert.Contains(resolved.Outputs["AccessLogGroupName"], destination, StringComparison.Ordinal);
    }

    public static void Logs_are_kept_as_long_as_the_parameter_says(TemplateUnderTest template)
    {
        var groups = template.Resolve([.. ParameterSets.Listed, "LogRetentionDays=90"]).OfType("AWS::Logs::LogGroup").ToList();

        Assert.Equal(2, groups.Count);
        Assert.All(groups, group => Assert.Equal(90, group.Properties["RetentionInDays"].Integer));
    }

    public static void The_function_logs_JSON_into_its_group(TemplateUnderTest template)
    {
        var resolved = template.Resolve([.. ParameterSets.Listed, "LogLevel=WARN"]);
        var logging = resolved.Resources["PetStoreFunction"].Properties["LoggingConfig"];

        Assert.Equal(("JSON", "WARN"), (logging["LogFormat"].Text, logging["ApplicationLogLevel"].Text));
        Assert.Equal(resolved.Outputs["FunctionLogGroupName"], logging["LogGroup"].Text);
    }

    public static void Errors_latency_and_throttling_raise_alarms(TemplateUnderTest template)
    {
        const string Topic = "arn:aws:sns:eu-west-1:123456789012:alarms";
        var alarms = template.Resolve([.. ParameterSets.Listed, $"AlarmTopicArn={Topic}", "AlarmErrorRate=0.02", "AlarmLatency=900"])
            .OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Properties).ToList();

        Assert.Equal(
            [
                "AWS/ApiGateway 5XXError Average > 0.02", "AWS/ApiGateway Latency p99 > 900",
                "AWS/Lambda Errors Sum > 0", "AWS/Lambda Throttles Sum > 0",
            ],
            alarms.Select(Describe).Order(StringComparer.Ordinal));
        Assert.All(alarms, alarm => Assert.Equal(Topic, alarm["AlarmActions"].Items().Single().Text));
        Assert.All(template.Resolve(ParameterSets.Listed).OfType("AWS::CloudWatch::Alarm"), alarm => Assert.False(alarm.Properties["AlarmActions"].Exists));
    }

    public static void One_slow_call_in_a_quiet_hour_raises_no_alarm(TemplateUnderTest template)
    {
        var latency = Assert.Single(
            template.Resolve(ParameterSets.Listed).OfType("AWS::CloudWatch::Alarm"), alarm => alarm.Properties["ExtendedStatistic"].Exists);
        Assert.Equal("ignore", latency.Properties["EvaluateLowSampleCountPercentile"].Text);
    }

    public static void A_gradual_deployment_stops_when_errors_raise_an_alarm(TemplateUnderTest template)
    {
        var resolved = template.Resolve([.. ParameterSets.Listed, "GradualDeployment=true"]);
        var preference = resolved.Resources["PetStoreFunction"].Properties["DeploymentPreference"];

        Assert.True(preference["Enabled"].Flag);
        Assert.StartsWith("Canary", preference["Type"].Text, StringComparison.Ordinal);
        Assert.Equal(2, preference["Alarms"].Items().Count());
        Assert.False(template.Resolve(ParameterSets.Listed).Resources["PetStoreFunction"].Properties["DeploymentPreference"]["Enabled"].Flag);
    }

    public static void Alarms_watch_this_API_and_this_function(TemplateUnderTest template)
    {
        var resolved = template.Resolve(ParameterSets.Listed);
        var name = resolved.Resources["PetStoreApi"].Properties["Name"].Text;
        string[] expected = [$"ApiName={name},Stage=v1", $"FunctionName={resolved.Outputs["FunctionName"]}"];

        Assert.All(resolved.OfType("AWS::CloudWatch::Alarm"), alarm => Assert.Contains(
            string.Join(',', alarm.Properties["Dimensions"].Items().Select(d => $"{d["Name"].Text}={d["Value"].Text}")), expected));
    }

    private static string Describe(TemplateNode alarm) =>
        $"{alarm["Namespace"].Text} {alarm["MetricName"].Text} {alarm["Statistic"].Text ?? alarm["ExtendedStatistic"].Text} "
        + $"{(alarm["ComparisonOperator"].Text == "GreaterThanThreshold" ? ">" : "?")} {alarm["Threshold"].Text}";
}
