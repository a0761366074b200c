namespace PetStore.Deploy.Tests.Templates;

/// <summary>Shows that the checks can fail: each fault fails its check, and every check has such a fault.</summary>
public sealed class MutationTests
{
    public static TheoryData<string> ApiFaults => [.. Fault.OfApi.Select(fault => fault.Name)];

    public static TheoryData<string> EndpointFaults => [.. Fault.OfEndpoint.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(ApiFaults))]
    public void A_fault_in_the_API_template_fails_its_check(string fault) =>
        Notice(Fault.OfApi.Single(f => f.Name == fault), Checks.OfApi, TemplateUnderTest.Api());

    [Theory]
    [MemberData(nameof(EndpointFaults))]
    public void A_fault_in_the_endpoint_template_fails_its_check(string fault) =>
        Notice(Fault.OfEndpoint.Single(f => f.Name == fault), Checks.OfEndpoint, TemplateUnderTest.Endpoint());

    [Fact]
    public void Every_check_fails_for_at_least_one_fault()
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
