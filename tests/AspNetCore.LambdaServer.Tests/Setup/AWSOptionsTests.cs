using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AspNetCore.LambdaServer.Tests.Setup;

public sealed class AWSOptionsTests
{
    [Fact]
    public void The_section_says_region_profile_and_endpoint()
    {
        var options = Configuration(("AWS:Region", "eu-central-1"), ("AWS:Profile", "pets"), ("AWS:ServiceURL", "http://localhost:8000")).GetAWSOptions();
        Assert.Equal(RegionEndpoint.EUCentral1, options.Region);
        Assert.Equal("pets", options.Profile);
        Assert.Equal("http://localhost:8000", options.DefaultClientConfig.ServiceURL);
    }

    [Fact]
    public void What_the_section_does_not_say_is_left_to_the_SDK()
    {
        var options = Configuration(("AWS:Region", ""), ("Other:Region", "eu-central-1")).GetAWSOptions();
        Assert.Null(options.Region);
        Assert.Null(options.Profile);
        Assert.Null(options.Credentials);
        Assert.Null(options.DefaultClientConfig.ServiceURL);
        Assert.Equal("eu-central-1", Configuration(("Other:Region", "eu-central-1")).GetAWSOptions("Other").Region?.SystemName);
    }

    [Fact]
    public void A_client_has_the_default_options_unless_it_has_its_own()
    {
        var services = new ServiceCollection()
            .AddDefaultAWSOptions(new AWSOptions { Region = RegionEndpoint.EUWest1 })
            .AddAWSService<IAmazonDynamoDB>()
            .BuildServiceProvider();
        Assert.Equal(RegionEndpoint.EUWest1, services.GetRequiredService<IAmazonDynamoDB>().Config.RegionEndpoint);
        Assert.Same(services.GetRequiredService<IAmazonDynamoDB>(), services.GetRequiredService<IAmazonDynamoDB>());

        var own = new ServiceCollection()
            .AddDefaultAWSOptions(new AWSOptions { Region = RegionEndpoint.EUWest1 })
            .AddAWSService<IAmazonDynamoDB>(new AWSOptions { Region = RegionEndpoint.USWest2 }, ServiceLifetime.Transient)
            .BuildServiceProvider();
        Assert.Equal(RegionEndpoint.USWest2, own.GetRequiredService<IAmazonDynamoDB>().Config.RegionEndpoint);
        Assert.NotSame(own.GetRequiredService<IAmazonDynamoDB>(), own.GetRequiredService<IAmazonDynamoDB>());
    }

    [Fact]
    public void An_endpoint_wins_over_the_region()
    {
        var options = new AWSOptions { Region = RegionEndpoint.EUWest1, Profile = "pets" };
        options.DefaultClientConfig.ServiceURL = "http://localhost:8000";
        options.DefaultClientConfig.MaxErrorRetry = 7;
        options.DefaultClientConfig.RetryMode = RequestRetryMode.Adaptive;
        options.DefaultClientConfig.Timeout = TimeSpan.FromSeconds(3);
        var config = new ServiceCollection().AddAWSService<IAmazonDynamoDB>(options).BuildServiceProvider().GetRequiredService<IAmazonDynamoDB>().Config;
        Assert.Equal("http://localhost:8000/", config.ServiceURL);
        Assert.Equal("pets", config.Profile.Name);
        Assert.Equal((7, RequestRetryMode.Adaptive, TimeSpan.FromSeconds(3)), (config.MaxErrorRetry, config.RetryMode, config.Timeout));
    }

    [Fact]
    public void Hosting_does_nothing_outside_of_Lambda()
    {
        Assert.Null(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME"));
        Assert.Empty(new ServiceCollection().AddAWSLambdaHosting(LambdaEventSource.RestApi));
        Assert.Empty(new ServiceCollection().AddAWSLambdaHosting(LambdaEventSource.HttpApi));
    }

    private static IConfiguration Configuration(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, value.Value))).Build();
}
