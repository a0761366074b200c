namespace PetStore.Api.Tests.Contract;

public sealed class HealthTests : AppTest
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/live/")]
    [InlineData("/health/ready")]
    [InlineData("/health/ready/")]
    public async Task A_working_app_is_live_and_ready(string path)
    {
        Assert.Equal(200, (await App.GetAsync(path)).Status);
    }
}
