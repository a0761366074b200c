using Microsoft.Extensions.DependencyInjection;

namespace AspNetCore.LambdaServer.Tests.Setup;

public sealed class LambdaHostingTests
{
    [Fact]
    public void AddAWSLambdaHosting_does_nothing_outside_Lambda()
    {
        Assert.Null(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME"));
        Assert.Empty(new ServiceCollection().AddAWSLambdaHosting(LambdaEventSource.RestApi));
        Assert.Empty(new ServiceCollection().AddAWSLambdaHosting(LambdaEventSource.HttpApi));
    }
}
