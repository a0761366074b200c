using System.Net;
using PrivateGateway.Monitoring;
using PrivateGateway.Templates;

namespace PrivateGateway;

/// <summary>How a gateway is started, on the command line or by a test.</summary>
public sealed record GatewayOptions
{
    /// <summary>A SAM or CloudFormation template.</summary>
    public string TemplatePath { get; init; } = "serverless.template";

    /// <summary>The API's region. By default the environment's (<c>AWS_REGION</c>), else us-east-1.</summary>
    public string Region { get; init; } = PseudoParameters.FromEnvironment().Region;

    /// <summary>The API's account: twelve digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The stack's name. The ids of its resources follow from it.</summary>
    public string StackName { get; init; } = "local";

    internal PseudoParameters Pseudo => new(Region, AccountId, StackName);

    /// <summary>Values of the template's parameters.</summary>
    public IReadOnlyDictionary<string, string> ParameterOverrides { get; init; } = new Dictionary<string, string>();

    /// <summary>Values that only AWS knows, by expression, such as <c>!ImportValue net-subnet</c> or <c>!GetAtt Lb.DNSName</c>.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The API's logical id; null: the template's only private API.</summary>
    public string? Api { get; init; }

    /// <summary>
    /// Further APIs behind the same endpoints, as one endpoint serves all private APIs of a region. Each has a template, a stack and functions of its
    /// own; endpoints, callers, reports and the control page are those of the gateway.
    /// </summary>
    public IReadOnlyList<GatewayOptions> OtherApis { get; init; } = [];

    /// <summary>The options of each API.</summary>
    internal IReadOnlyList<GatewayOptions> PerApi => OtherApis.Count == 0 ? [this] : [this with { IsOneOfSeveral = true }, .. OtherApis.Select(other => other with
    {
        EndpointTemplatePath = EndpointTemplatePath,
        EndpointParameterOverrides = EndpointParameterOverrides,
        VpcId = VpcId,
        SourceIp = SourceIp,
        Principal = Principal,
        Context = Context,
        Explain = Explain,
        AccessLog = AccessLog,
        Control = Control,
        Watch = Watch,
        Report = Report,
        ReportCall = ReportCall,
        ReportProcess = ReportProcess,
        Time = Time,
        IsOneOfSeveral = true,
    })];

    internal bool IsOneOfSeveral { get; private init; }

    /// <summary>
    /// The addresses of the VPC endpoints; an endpoint may have several. Empty: the endpoints that the template creates or names, else
    /// vpce-0aaa, on ports of 127.0.0.1 from <see cref="FirstPort"/>.
    /// </summary>
    public IReadOnlyList<EndpointListener> Endpoints { get; init; } = [];

    /// <summary>The first port where no endpoints are given; 0: free ones.</summary>
    public int FirstPort { get; init; } = 8081;

    /// <summary>The template that gives the endpoints' policy; null: the default policy, full access.</summary>
    public string? EndpointTemplatePath { get; init; }

    /// <summary>Values of the parameters of <see cref="EndpointTemplatePath"/>.</summary>
    public IReadOnlyDictionary<string, string> EndpointParameterOverrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The VPC that the endpoints are in.</summary>
    public string VpcId { get; init; } = "vpc-0123456789abcdef0";

    /// <summary>The value of aws:VpcSourceIp; null: the address that the caller connects from.</summary>
    public IPAddress? SourceIp { get; init; }

    /// <summary>The ARN of the caller who signs requests; null: no signer is known. Signatures are not verified.</summary>
    public string? Principal { get; init; }

    /// <summary>Condition keys that only AWS knows, such as <c>aws:PrincipalOrgID</c>, with their values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Serves TLS at every endpoint, with a self-signed certificate for the API's names; else only where the URL is https.</summary>
    public bool Tls { get; init; }

    internal bool NeedsCertificate => Tls || Endpoints.Any(endpoint => endpoint.Url.Scheme == "https");

    /// <summary>The maximum number of processes per function; further calls wait for one.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>A directory that holds the published function, for each function that has no entry in <see cref="FunctionDirectories"/>; null: made from the template's code.</summary>
    public string? FunctionDirectory { get; init; }

    /// <summary>By logical id.</summary>
    public IReadOnlyDictionary<string, string> FunctionDirectories { get; init; } = new Dictionary<string, string>();

    /// <summary>A shell command that starts the function and speaks to the Runtime API, for each function that has no entry in <see cref="FunctionCommands"/>.</summary>
    public string? FunctionCommand { get; init; }

    /// <summary>By logical id.</summary>
    public IReadOnlyDictionary<string, string> FunctionCommands { get; init; } = new Dictionary<string, string>();

    /// <summary>An HTTP server that answers in place of every function.</summary>
    public Uri? Backend { get; init; }

    /// <summary>Each Lambda integration answers with the event that the function would get.</summary>
    public bool NoFunctions { get; init; }

    /// <summary>For HTTP integrations: the beginning of a URL, with its replacement on this machine.</summary>
    public IReadOnlyDictionary<string, string> HttpBackends { get; init; } = new Dictionary<string, string>();

    /// <summary>The JSON Web Key Set that Cognito tokens are verified with; null: they are only decoded.</summary>
    public string? JwksPath { get; init; }

    /// <summary>Stands in for every authorizer; null: the authorizers decide.</summary>
    public IReadOnlyDictionary<string, string>? AuthorizerContext { get; init; }

    /// <summary>Variables of the function that override all others.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Runs SnapStart's restore sequence even where the template does not ask for SnapStart.</summary>
    public bool SnapStart { get; init; }

    /// <summary>Reports for each refused call which statement decided, and why.</summary>
    public bool Explain { get; init; }

    /// <summary>How many of the last calls are kept, in at most 64 MB.</summary>
    public int LastCalls { get; init; } = 1_000;

    /// <summary>Prints access-log lines in the template's format.</summary>
    public bool AccessLog { get; init; }

    /// <summary>
    /// Reloads a changed template and restarts changed functions; calls in flight end on the version that they began on. Listeners stay
    /// as they are.
    /// </summary>
    public bool Watch { get; init; }

    /// <summary>Where <c>GET /_gateway</c> is served: http://address:port, with port 0 for a free one; null: nowhere.</summary>
    public Uri? Control { get; init; }

    /// <summary>Takes one line at a time, from many threads.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>Takes each call in place of its lines, from many threads.</summary>
    internal Action<CallOutcome>? ReportCall { get; init; }

    /// <summary>Takes the name and the process id of each function that is started, in place of a line.</summary>
    internal Action<string, int>? ReportProcess { get; init; }

    /// <summary>How long a function may take to initialise. Lambda's limit is ten seconds.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>An address of a VPC endpoint.</summary>
/// <param name="VpcEndpointId">The endpoint's id: <c>vpce-</c> and letters or digits.</param>
/// <param name="Url">http://address:port, or https:// for TLS; port 0: a free one.</param>
public sealed record EndpointListener(string VpcEndpointId, Uri Url)
{
    /// <summary>On a free port of 127.0.0.1.</summary>
    public static EndpointListener Free(string vpcEndpointId) => new(vpcEndpointId, new Uri("http://127.0.0.1:0"));
}
