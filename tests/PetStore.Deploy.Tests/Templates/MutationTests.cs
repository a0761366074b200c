namespace PetStore.Deploy.Tests.Templates;

/// <summary>The checks can fail: each mistake makes the check fail that is there for it, and every check has such a mistake.</summary>
public sealed class MutationTests
{
    public static TheoryData<string> ApiFaults => [.. Fault.OfApi.Select(fault => fault.Name)];

    public static TheoryData<string> EndpointFaults => [.. Fault.OfEndpoint.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(ApiFaults))]
    public void It_is_noticed_in_the_API_s_template(string fault) =>
        Notice(Fault.OfApi.Single(f => f.Name == fault), Checks.OfApi, TemplateUnderTest.Api());

    [Theory]
    [MemberData(nameof(EndpointFaults))]
    public void It_is_noticed_in_the_endpoint_s_template(string fault) =>
        Notice(Fault.OfEndpoint.Single(f => f.Name == fault), Checks.OfEndpoint, TemplateUnderTest.Endpoint());

    [Fact]
    public void Every_check_has_noticed_something()
    {
        Assert.Empty(Checks.OfApi.Keys.Except(Fault.OfApi.Select(fault => fault.NoticedBy)));
        Assert.Empty(Checks.OfEndpoint.Keys.Except(Fault.OfEndpoint.Select(fault => fault.NoticedBy)));
    }

    private static void Notice(Fault fault, IReadOnlyDictionary<string, Action<TemplateUnderTest>> checks, TemplateUnderTest template)
    {
        fault.Put(template);
        Assert.ThrowsAny<Exception>(() => checks[fault.NoticedBy](template));
    }
}
