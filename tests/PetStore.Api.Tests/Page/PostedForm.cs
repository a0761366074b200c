using System.Net;
using System.Text.RegularExpressions;
using PetStore.Api.Tests.Http;

namespace PetStore.Api.Tests.Page;

/// <summary>What a browser without JavaScript does with the page's forms.</summary>
internal static partial class PostedForm
{
    public static async Task<Answer> PostFormAsync(this PetStoreApp app, string path, string fields, params (string Name, string Value)[] headers) =>
        await app.SendAsync(HttpMethod.Post, path, fields, [("Content-Type", "application/x-www-form-urlencoded"), .. headers]);

    /// <summary>The value of a page's input with this name, hidden or not.</summary>
    public static string Field(this Answer page, string name) =>
        WebUtility.HtmlDecode(Input().Matches(page.Body).First(input => input.Groups[1].Value == name).Groups[2].Value);

    /// <summary>Follows a redirect, as a browser does: 303 is GET.</summary>
    public static Task<Answer> FollowAsync(this PetStoreApp app, Answer answer)
    {
        Assert.True(answer.Status == 303, $"{answer.Status}: {answer.Body}");
        return app.GetAsync(answer.Header("Location")!);
    }

    [GeneratedRegex("<input[^>]* name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Input();
}
