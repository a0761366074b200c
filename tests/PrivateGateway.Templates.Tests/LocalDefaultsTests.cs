using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

public sealed class LocalDefaultsTests
{
    [Fact]
    public void Metadata_gives_parameters_variables_and_publish_profiles()
    {
        var local = Read("{ 'Parameters': { 'P': 'p' }, 'Environment': { 'E': 'e' }, 'PublishProfiles': { 'dotnet10': 'Managed', 'provided.al2023': 'Native' } }");

        Assert.Equal("p", Assert.Single(local.Parameters).Value);
        Assert.Equal("e", Assert.Single(local.Environment).Value);
        Assert.Equal(["dotnet10=Managed", "provided.al2023=Native"], local.PublishProfiles.Select(profile => $"{profile.Key}={profile.Value}"));
    }

    [Fact]
    public void A_template_without_the_entry_has_no_local_defaults()
    {
        var local = LocalDefaults.Read(Templates.Parse("{ 'Resources': { 'Topic': { 'Type': 'AWS::SNS::Topic' } } }"));

        Assert.Empty(local.Parameters.Concat(local.Environment).Concat(local.PublishProfiles));
    }

    [Theory]
    [InlineData("{ 'PublishProfile': {} }", "Metadata.PrivateGateway.PublishProfile: The gateway reads Parameters, Environment and PublishProfiles here.")]
    [InlineData("{ 'PublishProfiles': 'Lambda' }", "Metadata.PrivateGateway.PublishProfiles: This must be an object of strings.")]
    [InlineData("{ 'PublishProfiles': { 'dotnet10': ['Lambda'] } }", "PublishProfiles.dotnet10: This must be a string.")]
    public void Other_metadata_of_the_gateway_is_refused(string entry, string message) => Templates.Refused(() => Read(entry), message);

    private static LocalDefaults Read(string entry) => LocalDefaults.Read(Templates.Parse(
        $"{{ 'Metadata': {{ 'PrivateGateway': {entry} }}, 'Resources': {{ 'Topic': {{ 'Type': 'AWS::SNS::Topic' }} }} }}"));
}
