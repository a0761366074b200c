using System.Net;

namespace PrivateGateway.Tool;

/// <summary>The command line's words to options.</summary>
internal static class CommandLine
{
    public const string Help =
        """
        Plays API Gateway's private REST API on this machine, as a deploy template describes it.

        dotnet run --project src/PrivateGateway.Tool -- [options]

          --template PATH                       the SAM template, in JSON (serverless.template)
          --parameter-overrides Key=Value ...   values of its parameters; without any, the first endpoint played is the allowed one
          --endpoint vpce-0aaa=http://127.0.0.1:8081   an endpoint to play and where it listens; repeatable
          --endpoint-template PATH              the template that gives the endpoints' policy, such as deploy/vpc-endpoint.template
          --endpoint-parameter-overrides Key=Value ...   values of its parameters
          --vpc-id vpc-...                      the VPC the endpoints are in
          --source-ip ADDRESS                   the callers' address inside the VPC; without it, the one they connect from
          --principal ARN                       whose signature is on signed requests; signatures are not verified
          --tls                                 serve TLS, with a certificate made for the API's names
          --concurrency N                       function processes at most (4)
          --function DIRECTORY                  the published function; without it, the template's CodeUri is published
          --env Key=Value                       a variable of the function; overrides the template; repeatable
          --store PATH                          the SQLite file in the table's place; without it, a new one each time
          --snapstart                           play SnapStart's restore sequence
          --explain                             say for each refused call which statement decided, and why
          --access-log                          print access-log lines in the template's format
          --control http://127.0.0.1:8079       where GET /_gateway answers health and counters; --no-control: nowhere
        """;

    private static readonly Uri DefaultControl = new("http://127.0.0.1:8079");

    /// <exception cref="GatewayStartException">A word that is not understood.</exception>
    public static GatewayOptions Parse(IReadOnlyList<string> words)
    {
        var options = new GatewayOptions { Control = DefaultControl, Endpoints = [] };
        var rest = new Queue<string>(words);
        while (rest.TryDequeue(out var word))
            options = Apply(options, word, rest);

        if (options.Endpoints.Count == 0)
            options = options with { Endpoints = [EndpointListener.Default] };

        if (options.Endpoints.DistinctBy(endpoint => endpoint.VpcEndpointId).Count() < options.Endpoints.Count)
            throw new GatewayStartException("--endpoint: the same endpoint twice.");

        // The template lets nobody in unless it is told whom.
        return options.ParameterOverrides.Count > 0
            ? options
            : options with { ParameterOverrides = new Dictionary<string, string> { ["AllowedVpcEndpointIds"] = options.Endpoints[0].VpcEndpointId } };
    }

    private static GatewayOptions Apply(GatewayOptions options, string word, Queue<string> rest) => word switch
    {
        "--template" => options with { TemplatePath = Next(word, rest) },
        "--parameter-overrides" => options with { ParameterOverrides = With(options.ParameterOverrides, Pairs(word, rest)) },
        "--endpoint" => options with { Endpoints = [.. options.Endpoints, Listener(word, Pair(word, Next(word, rest)))] },
        "--endpoint-template" => options with { EndpointTemplatePath = Next(word, rest) },
        "--endpoint-parameter-overrides" =>
            options with { EndpointParameterOverrides = With(options.EndpointParameterOverrides, Pairs(word, rest)) },
        "--vpc-id" => options with { VpcId = Next(word, rest) },
        "--source-ip" => options with { SourceIp = Parsed<IPAddress>(word, Next(word, rest), IPAddress.TryParse) },
        "--principal" => options with { Principal = Next(word, rest) },
        "--tls" => options with { Tls = true },
        "--concurrency" => options with { Concurrency = Count(word, Next(word, rest)) },
        "--function" => options with { FunctionDirectory = Next(word, rest) },
        "--env" => options with { Environment = With(options.Environment, [Pair(word, Next(word, rest))]) },
        "--store" => options with { StorePath = Next(word, rest) },
        "--snapstart" => options with { SnapStart = true },
        "--explain" => options with { Explain = true },
        "--access-log" => options with { AccessLog = true },
        "--control" => options with { Control = Url(word, Next(word, rest)) },
        "--no-control" => options with { Control = null },
        _ => throw new GatewayStartException($"'{word}' is no option. --help lists them."),
    };

    private static string Next(string option, Queue<string> rest) =>
        rest.TryDequeue(out var word) ? word : throw new GatewayStartException($"{option} needs a value.");

    // As many Key=Value as follow, as sam takes them.
    private static IEnumerable<KeyValuePair<string, string>> Pairs(string option, Queue<string> rest)
    {
        if (!rest.TryPeek(out var first) || first.StartsWith("--", StringComparison.Ordinal))
            throw new GatewayStartException($"{option} needs Key=Value.");

        while (rest.TryPeek(out var word) && !word.StartsWith("--", StringComparison.Ordinal))
            yield return Pair(option, rest.Dequeue());
    }

    private static KeyValuePair<string, string> Pair(string option, string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
            ? new(word[..equals], word[(equals + 1)..])
            : throw new GatewayStartException($"{option}: '{word}' is not Key=Value.");

    private static Dictionary<string, string> With(
        IReadOnlyDictionary<string, string> pairs, IEnumerable<KeyValuePair<string, string>> more)
    {
        var all = new Dictionary<string, string>(pairs);
        foreach (var (key, value) in more)
            all[key] = value;

        return all;
    }

    private static EndpointListener Listener(string option, KeyValuePair<string, string> pair) => new(pair.Key, Url(option, pair.Value));

    private static Uri Url(string option, string word) =>
        Uri.TryCreate(word, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new GatewayStartException($"{option}: '{word}' is no URL such as http://127.0.0.1:8081.");

    private static int Count(string option, string word) =>
        int.TryParse(word, out var count) && count is >= 1 and <= 100
            ? count
            : throw new GatewayStartException($"{option}: '{word}' is no number from 1 to 100.");

    private delegate bool TryParse<T>(string text, out T? value);

    private static T Parsed<T>(string option, string word, TryParse<T> parse)
        where T : class =>
        parse(word, out var value) ? value! : throw new GatewayStartException($"{option}: '{word}' is no address.");
}
