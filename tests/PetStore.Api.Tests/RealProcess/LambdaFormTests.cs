using System.Text;
using System.Text.Json;
using PetStore.Testing;

namespace PetStore.Api.Tests.RealProcess;

/// <summary>The page's forms behind API Gateway, which sends a body as base64 or as text, depending on the API's binary media types.</summary>
public sealed class LambdaFormTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_posted_form_adds_a_pet_and_redirects_under_the_stage_with_a_text_body_and_with_base64()
    {
        await using var runtimeApi = RuntimeApi.Start();
        var environment = runtimeApi.Environment;
        environment["Storage__Sqlite__Path"] = _directory.File("pets.db");
        await using var function = ChildProcess.Start("dotnet", [StoreProcess.Program], environment);

        Assert.Equal("/v1/?order=desc&added=4", await PostAsync("key=one&type=gecko&price=49.95", isBase64: false));
        Assert.Equal("/v1/?order=desc&added=5", await PostAsync("key=two&type=gecko&price=49.95", isBase64: true));

        async Task<string?> PostAsync(string form, bool isBase64)
        {
            var call = JsonSerializer.Serialize(new
            {
                resource = "/{proxy+}",
                path = "/page/pets",
                httpMethod = "POST",
                multiValueHeaders = new Dictionary<string, string[]>
                {
                    ["Host"] = ["a1b2c3.execute-api.us-east-1.amazonaws.com"],
                    ["Origin"] = ["https://a1b2c3.execute-api.us-east-1.amazonaws.com"],
                    ["Sec-Fetch-Site"] = ["same-origin"],
                    ["Content-Type"] = ["application/x-www-form-urlencoded"],
                },
                pathParameters = new { proxy = "page/pets" },
                requestContext = new { path = "/v1/page/pets", stage = "v1", resourcePath = "/{proxy+}" },
                body = isBase64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(form)) : form,
                isBase64Encoded = isBase64,
            });
            var answer = (await runtimeApi.InvokeAsync(call, Limit)).Json;
            Assert.True(answer.GetProperty("statusCode").GetInt32() == 303, answer.ToString());
            return answer.GetProperty("multiValueHeaders").GetProperty("Location")[0].GetString();
        }
    }

    public void Dispose() => _directory.Dispose();
}
