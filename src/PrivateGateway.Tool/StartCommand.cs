using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Text.RegularExpressions;
using PrivateGateway.Monitoring;
using PrivateGateway.Templates;

namespace PrivateGateway.Tool;

/// <summary><c>private-gateway start</c>: serves the API until a signal ends it.</summary>
internal sealed partial class StartCommand : Command
{
    private readonly TemplateOptions _template = new();
    private readonly EndpointOptions _endpoint = new();
    private readonly FunctionOptions _functions = new();
    private readonly OtherApiCommand _other = new();
    private readonly IReadOnlyList<IReadOnlyList<string>> _others;

    private readonly Option<EndpointListener[]> _endpoints = new("--endpoint")
    {
        Description = "A VPC endpoint and where it listens: one address, or one for each subnet; https:// serves TLS there. Repeatable. "
            + "Default: the endpoints that the template creates or names.",
        HelpName = "vpce-ID=URL[,URL...]",
        CustomParser = ReadEndpoints,
    };

    private readonly Option<int> _port = OptionTypes.Count("--port", "The first port where no --endpoint is given; 0: free ones.", 0, 65_000, new GatewayOptions().FirstPort);

    private readonly Option<IPAddress> _sourceIp = OptionTypes.Address(
        "--source-ip", "The callers' address inside the VPC. Default: the one they connect from.");

    private readonly Option<string> _principal = OptionTypes.Text(
        "--principal", "ARN", "Who signed the signed requests. Signatures are not verified.", OptionTypes.PrincipalArn, "the ARN of a user, a role, a role's session or an account");

    private readonly Option<bool> _tls = OptionTypes.Flag("--tls", "Serve TLS at every endpoint, with a self-signed certificate for the API's names.");
    private readonly Option<bool> _explain = OptionTypes.Flag("--explain", "Say for each refused call which statement decided, and why.");
    private readonly Option<bool> _accessLog = OptionTypes.Flag("--access-log", "Print access-log lines in the template's format.");

    private readonly Option<bool> _watch = OptionTypes.Flag(
        "--watch", "Reload a changed template and restart changed functions, without dropping calls.");

    private readonly Option<bool> _json = OptionTypes.Flag("--json", "Print one JSON object a line, for programs: ready, process, call, log, stop.");

    private readonly Option<Uri> _control = OptionTypes.Url(
        "--control", "Where the page of calls is, and GET /_gateway answers health and counters. Default: a free port of 127.0.0.1.", "http");

    private readonly Option<bool> _noControl = OptionTypes.Flag("--no-control", "Serve no page of calls, health and counters.");

    private readonly Option<string[]> _and = new("--and")
    {
        Description = "A further API behind the same endpoints: its template, then the options that concern that API alone. Repeatable, at the end.",
        HelpName = "TEMPLATE [options]",
    };

    /// <param name="others">For each --and, the words that follow it.</param>
    public StartCommand(params IReadOnlyList<IReadOnlyList<string>> others)
        : base("start", "Serve the API of a template through its VPC endpoints.")
    {
        _others = others;
        _template.AddTo(this);
        _endpoint.AddTo(this);
        _functions.AddTo(this);
        Option[] options =
        [
            _endpoints, _port, _sourceIp, _principal, _tls, _explain, _accessLog, _watch, _json, _control, _noControl, _and,
        ];
        foreach (var option in options)
            Options.Add(option);

        SetAction((words, _) => RunAsync(words));
    }

    /// <exception cref="GatewayStartException">There is no template, or the words after --and are invalid.</exception>
    public GatewayOptions Read(ParseResult words)
    {
        var options = _functions.Read(words, _endpoint.Read(words, _template.Read(words)));
        return options with
        {
            Endpoints = words.GetValue(_endpoints) ?? [],
            FirstPort = words.GetValue(_port),
            SourceIp = words.GetValue(_sourceIp),
            Principal = words.GetValue(_principal),
            Tls = words.GetValue(_tls),
            Explain = words.GetValue(_explain),
            AccessLog = words.GetValue(_accessLog),
            Watch = words.GetValue(_watch),
            LastCalls = 10_000,
            OtherApis = [.. _others.Select((other, index) => _other.Read(other, options, index + 2))],
            Control = words.GetValue(_noControl) ? null : words.GetValue(_control) ?? new Uri("http://127.0.0.1:0"),
        };
    }

    private async Task<int> RunAsync(ParseResult words)
    {
        try
        {
            using var output = new LineWriter(Console.OpenStandardOutput());
            var isJson = words.GetValue(_json);
            var options = Read(words) with { Report = output.Write };
            if (isJson)
            {
                options = options with
                {
                    Report = line => output.Write(JsonLines.Log(line)),
                    ReportCall = call => output.Write(JsonLines.Call(call)),
                    ReportProcess = (function, id) => output.Write(JsonLines.Process(function, id)),
                };
            }

            using var stop = new StopSignals();
            await using var host = await PrivateGatewayHost.StartAsync(options, stop.Requested);
            output.Write(isJson ? JsonLines.Ready(host) : StartupBanner.For(host));
            await Task.Delay(Timeout.Infinite, stop.Requested).ContinueWith(_ => { }, TaskScheduler.Default);
            output.Write(isJson ? JsonLines.Stop(host.Counters) : host.Counters.ToString());
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception e) when (e is GatewayStartException or TemplateException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static EndpointListener[] ReadEndpoints(ArgumentResult result)
    {
        var listeners = new List<EndpointListener>();
        foreach (var word in result.Tokens.Select(token => token.Value))
        {
            var (id, addresses) = OptionTypes.Pair(result, "--endpoint", word);
            if (id.Length == 0)
                continue;

            if (!VpcEndpointId().IsMatch(id))
                result.AddError($"--endpoint: '{id}' is not the id of a VPC endpoint (vpce-...).");
            else if (listeners.Exists(listener => listener.VpcEndpointId == id))
                result.AddError($"--endpoint: {id} is given twice. Several addresses of one endpoint are separated by commas.");
            else
                listeners.AddRange(ReadAddresses(result, addresses).Select(url => new EndpointListener(id, url)));
        }

        return [.. listeners];
    }

    private static IEnumerable<Uri> ReadAddresses(ArgumentResult result, string addresses)
    {
        foreach (var address in addresses.Split(','))
        {
            if (OptionTypes.Listener(address, "http", "https") is { } url)
                yield return url;
            else
                result.AddError($"--endpoint: '{address}' is not an address such as http://127.0.0.1:8081.");
        }
    }

    [GeneratedRegex(@"\Avpce-[0-9a-z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex VpcEndpointId();
}
