using System.Globalization;

namespace AspNetCore.LambdaServer;

/// <summary>The configuration section <c>Lambda</c>.</summary>
internal static class LambdaSettings
{
    /// <summary>How long before Lambda's deadline RequestAborted fires: <c>Lambda:DeadlineMargin</c>, by default 500 ms.</summary>
    public static TimeSpan DeadlineMargin(IConfiguration configuration)
    {
        if (configuration["Lambda:DeadlineMargin"] is not { Length: > 0 } text)
            return TimeSpan.FromMilliseconds(500);

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var margin) && margin >= TimeSpan.Zero
            ? margin
            : throw new InvalidOperationException($"Lambda:DeadlineMargin is not a time span such as 00:00:00.5: {text}");
    }

    /// <summary>Whether the warm-up requests run at every start, not only before a snapshot: <c>Lambda:WarmUpAtEveryStart</c>, by default false.</summary>
    public static bool WarmsUpAtEveryStart(IConfiguration configuration)
    {
        if (configuration["Lambda:WarmUpAtEveryStart"] is not { Length: > 0 } text)
            return false;

        return bool.TryParse(text, out var value)
            ? value
            : throw new InvalidOperationException($"Lambda:WarmUpAtEveryStart is not true or false: {text}");
    }
}
