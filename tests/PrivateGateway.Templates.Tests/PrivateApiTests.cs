using PrivateGateway.Policies;
using PrivateGateway.Templates;

namespace PrivateGateway.Templates.Tests;

/// <summary>How each way to write an API is read, and what is refused.</summary>
public sealed class PrivateApiTests
{
    private const string RestApi =
        """
        'Api': { 'Type': 'AWS::ApiGateway::RestApi', 'Properties': {
            'EndpointConfiguration': { 'Types': ['PRIVATE'], 'VpcEndpointIds': ['vpce-0aaa'] },
            'BinaryMediaTypes': ['image/png'],
            'Policy': { 'Statement': [{ 'Effect': 'Allow', 'Principal': '*', 'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*' }] } } },
        'Pets': { 'Type': 'AWS::ApiGateway::Resource', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'ParentId': { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'PathPart': 'pets' } },
        'Pet': { 'Type': 'AWS::ApiGateway::Resource', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'ParentId': { 'Ref': 'Pets' }, 'PathPart': '{petId}' } },
        'Root': { 'Type': 'AWS::ApiGateway::Method', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'ResourceId': { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
            'HttpMethod': 'GET', 'AuthorizationType': 'NONE', 'Integration': { 'Type': 'AWS_PROXY', 'Uri': 'URI' } } },
        'GetPet': { 'Type': 'AWS::ApiGateway::Method', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'ResourceId': { 'Ref': 'Pet' },
            'HttpMethod': 'ANY', 'ApiKeyRequired': true, 'AuthorizationType': 'AWS_IAM', 'Integration': { 'Type': 'AWS_PROXY', 'TimeoutInMillis': 5000, 'Uri': 'URI' } } },
        'Deployment': { 'Type': 'AWS::ApiGateway::Deployment', 'DependsOn': ['Root', 'GetPet'], 'Properties': { 'RestApiId': { 'Ref': 'Api' } } },
        'Stage': { 'Type': 'AWS::ApiGateway::Stage', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'DeploymentId': { 'Ref': 'Deployment' }, 'StageName': 'live',
            'Variables': { 'colour': 'green' }, 'AccessLogSetting': { 'Format': '$context.requestId' },
            'MethodSettings': [{ 'HttpMethod': '*', 'ResourcePath': '/*', 'ThrottlingRateLimit': 12.5, 'ThrottlingBurstLimit': 30 }] } },
        'Function': { 'Type': 'AWS::Lambda::Function', 'Properties': { 'FunctionName': 'pets', 'Handler': 'bootstrap', 'Runtime': 'provided.al2023', 'Code': 'artifacts/pets.zip',
            'ReservedConcurrentExecutions': 3, 'SnapStart': { 'ApplyOn': 'PublishedVersions' } } }
        """;

    private const string Keys =
        """
        'Plan': { 'Type': 'AWS::ApiGateway::UsagePlan', 'Properties': { 'UsagePlanName': 'clients', 'ApiStages': [{ 'ApiId': { 'Ref': 'Api' }, 'Stage': { 'Ref': 'Stage' } }],
            'Throttle': { 'RateLimit': 50, 'BurstLimit': 100 }, 'Quota': { 'Limit': 1000, 'Period': 'WEEK' } } },
        'Other': { 'Type': 'AWS::ApiGateway::UsagePlan', 'Properties': { 'ApiStages': [{ 'ApiId': { 'Ref': 'Api' }, 'Stage': 'test' }] } },
        'Given': { 'Type': 'AWS::ApiGateway::ApiKey', 'Properties': { 'Name': 'ours', 'Enabled': true, 'Value': '0123456789abcdefghij' } },
        'Made': { 'Type': 'AWS::ApiGateway::ApiKey' },
        'Unlinked': { 'Type': 'AWS::ApiGateway::ApiKey', 'Properties': { 'Enabled': true } },
        'Link1': { 'Type': 'AWS::ApiGateway::UsagePlanKey', 'Properties': { 'KeyType': 'API_KEY', 'KeyId': { 'Ref': 'Given' }, 'UsagePlanId': { 'Ref': 'Plan' } } },
        'Link2': { 'Type': 'AWS::ApiGateway::UsagePlanKey', 'Properties': { 'KeyType': 'API_KEY', 'KeyId': { 'Ref': 'Made' }, 'UsagePlanId': { 'Ref': 'Plan' } } }
        """;

    private const string Domain =
        """
        'Domain': { 'Type': 'AWS::ApiGateway::DomainNameV2', 'Properties': { 'DomainName': 'pets.example.internal', 'EndpointConfiguration': { 'Types': ['PRIVATE'] }, POLICY } },
        'Mapping': { 'Type': 'AWS::ApiGateway::BasePathMappingV2', 'Properties': { 'DomainNameArn': { 'Fn::GetAtt': ['Domain', 'DomainNameArn'] }, 'RestApiId': { 'Ref': 'Api' },
            'Stage': { 'Ref': 'Stage' }, 'BasePath': 'shop' } }
        """;

    private static readonly string Deployed = RestApi.Replace(
        "'URI'",
        "{ 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations' }",
        StringComparison.Ordinal);

    [Fact]
    public void An_api_written_as_separate_resources_is_read()
    {
        var api = Templates.Deploy(Deployed);

        Assert.Equal(["vpce-0aaa"], api.VpcEndpointIds);
        Assert.Equal(["image/png"], api.BinaryMediaTypes);
        Assert.Equal(
            [
                ("/", "GET", false, MethodAuthorization.None, 29),
                ("/pets/{petId}", "ANY", true, MethodAuthorization.AwsIam, 5),
            ],
            api.Methods.Select(m => (m.ResourcePath, m.HttpMethod, m.ApiKeyRequired, m.Authorization, m.Integration.Timeout.Seconds)));
        Assert.Equal(("live", "$context.requestId", 12.5, 30), (api.Stage.Name, api.Stage.AccessLogFormat, api.Stage.RateLimit, api.Stage.BurstLimit));
        Assert.Equal("green", api.Stage.Variables["colour"]);
        Assert.Equal(("pets", "bootstrap", "provided.al2023", new FunctionCode.Local("artifacts/pets.zip")), (api.Function.Name, api.Function.Handler, api.Function.Runtime, api.Function.Code));
        Assert.Equal((TimeSpan.FromSeconds(3), 128, 3), (api.Function.Timeout, api.Function.MemoryMegabytes, api.Function.ReservedConcurrency));
        Assert.False(api.Function.SnapStart, "SnapStart has no effect where methods call the function itself.");
        Assert.Empty(api.UsagePlans);
        Assert.Null(api.CustomDomain);
    }

    [Fact]
    public void The_short_form_of_a_policy_resource_stands_for_this_API()
    {
        var api = Templates.Deploy(Deployed);
        var arn = $"arn:aws:execute-api:eu-central-1:123456789012:{api.ApiId}/live/GET/";

        Assert.Equal(Verdict.Allow, PolicyEvaluator.Evaluate(api.ResourcePolicy, Asking(arn)).Verdict);
        Assert.Equal(Verdict.ImplicitDeny, PolicyEvaluator.Evaluate(api.ResourcePolicy, Asking(arn.Replace(api.ApiId, "other", StringComparison.Ordinal))).Verdict);
    }

    [Fact]
    public void Usage_plans_of_the_stage_have_the_keys_that_are_linked_to_them()
    {
        var plan = Assert.Single(Templates.Deploy($"{Deployed}, {Keys}").UsagePlans);

        Assert.Equal(("clients", 50d, 100, 1000, "WEEK"), (plan.Name, plan.RateLimit, plan.BurstLimit, plan.QuotaLimit, plan.QuotaPeriod));
        Assert.Equal([("ours", true), ("Made", false)], plan.Keys.Select(key => (key.Name, key.Enabled)));
        Assert.Equal("0123456789abcdefghij", plan.Keys[0].Value);
        Assert.Matches("^[A-Za-z0-9]{40}$", plan.Keys[1].Value);
    }

    [Fact]
    public void A_custom_domain_has_its_base_path_and_its_policy_names_it()
    {
        var domain = Templates.Deploy($"{Deployed}, {Domain.Replace("POLICY",
            "'Policy': { 'Statement': [{ 'Effect': 'Allow', 'Principal': '*', 'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*' }] }",
            StringComparison.Ordinal)}").CustomDomain!;

        Assert.Equal(("pets.example.internal", "shop"), (domain.Name, domain.BasePath));
        Assert.Matches(@"^arn:aws:execute-api:eu-central-1:123456789012:/domainnames/pets\.example\.internal\+[a-z0-9]{10}$", domain.Arn);
        Assert.Equal(Verdict.Allow, PolicyEvaluator.Evaluate(domain.Policy, Asking(domain.Arn)).Verdict);
    }

    [Fact]
    public void A_custom_domain_without_a_policy_lets_nobody_in()
    {
        var domain = Templates.Deploy($"{Deployed}, {Domain.Replace(", POLICY", "", StringComparison.Ordinal)}").CustomDomain!;

        Assert.Equal(Verdict.ExplicitDeny, PolicyEvaluator.Evaluate(domain.Policy, Asking(domain.Arn)).Verdict);
    }

    [Fact]
    public void SAM_creates_methods_from_events_and_a_usage_plan_and_a_key_from_Auth()
    {
        var api = Templates.Deploy(
            $"'Api': {{ {Templates.Api.Replace(
                "'Auth': {",
                "'Auth': { 'ApiKeyRequired': true, 'AddApiKeyRequiredToCorsPreflight': false, 'DefaultAuthorizer': 'AWS_IAM', 'UsagePlan': { 'CreateUsagePlan': 'PER_API', 'Throttle': { 'RateLimit': 5 } },",
                StringComparison.Ordinal)} }}, "
            + Templates.Function.Replace(
                "'Events': {",
                "'Events': { 'Free': { 'Type': 'Api', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'Path': '/free', 'Method': 'get', 'Auth': { 'ApiKeyRequired': false, 'Authorizer': 'NONE' } } }, "
                + "'Options': { 'Type': 'Api', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'Path': '/free', 'Method': 'options' } }, "
                + "'Daily': { 'Type': 'Schedule', 'Properties': { 'Schedule': 'rate(1 day)' } },",
                StringComparison.Ordinal));

        Assert.Equal(
            [
                ("/free", "GET", false, MethodAuthorization.None), ("/free", "OPTIONS", false, MethodAuthorization.AwsIam),
                ("/{proxy+}", "ANY", true, MethodAuthorization.AwsIam),
            ],
            api.Methods.Select(m => (m.ResourcePath, m.HttpMethod, m.ApiKeyRequired, m.Authorization)));
        Assert.Equal(5, Assert.Single(api.UsagePlans).RateLimit);
        Assert.Single(api.UsagePlans[0].Keys);
    }

    [Fact]
    public void Globals_apply_to_every_resource_of_their_type_that_does_not_set_its_own_values()
    {
        var api = ApiReader.Read(Templates.Resolve(
            $"'Globals': {{ 'Function': {{ 'Timeout': 20, 'MemorySize': 256, 'Environment': {{ 'Variables': {{ 'A': 'global', 'B': 'global' }} }} }} }}, 'Resources': {{ 'Api': {{ {Templates.Api} }}, "
            + Templates.Function.Replace("'Handler'", "'MemorySize': 512, 'Environment': { 'Variables': { 'B': 'own' } }, 'Handler'", StringComparison.Ordinal) + " }"));

        Assert.Equal((TimeSpan.FromSeconds(20), 512), (api.Function.Timeout, api.Function.MemoryMegabytes));
        Assert.Equal(("global", "own"), (api.Function.Environment["A"], api.Function.Environment["B"]));
    }

    [Theory]
    [InlineData("'EndpointConfiguration': { 'Type': 'PRIVATE' }", "'EndpointConfiguration': { 'Type': 'REGIONAL' }", "Resources.Api.Properties.EndpointConfiguration: The API is not private: its endpoint type is REGIONAL.")]
    [InlineData("'EndpointConfiguration': { 'Type': 'PRIVATE' }", "'EndpointConfiguration': 'EDGE'", "its endpoint type is EDGE.")]
    [InlineData("'EndpointConfiguration': { 'Type': 'PRIVATE' },", "", "Resources.Api: The API is not private: its endpoint type is EDGE (the default).")]
    [InlineData("{ 'Type': 'PRIVATE' }", "{ 'VPCEndpointIds': ['vpce-0aaa'] }", "VPCEndpoints can only be specified with PRIVATE apis.")]
    [InlineData("{ 'Type': 'PRIVATE' }", "{ 'Type': 'PRIVATE', 'VPCEndpointIds': ['0aaa'] }", "'0aaa' is not the id of a VPC endpoint")]
    [InlineData("{ 'Type': 'PRIVATE' }", "{ 'Type': 'PRIVATE', 'VpcEndpointIds': ['0bbb'] }", "'0bbb' is not the id of a VPC endpoint")]
    [InlineData("{ 'Type': 'PRIVATE' }", "{ 'Type': 'PRIVATE', 'VpcEndpointIds': [], 'VPCEndpointIds': [] }", "cannot be used together")]
    [InlineData("'ResourcePolicy'", "'UnusedPolicy'", "Resources.Api: Private REST API doesn't have a resource policy attached to it")]
    [InlineData("'Effect': 'Allow'", "'Effect': 'Permit'", "The Effect must be Allow or Deny, not 'Permit'.")]
    [InlineData("'Resource': 'execute-api:/*'", "'Resource': 'execute-api:/*', 'Condition': { 'StringEqual': { 'aws:SourceVpce': 'a' } }", "Condition.StringEqual: Unknown condition operator StringEqual.")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v 1'", "Resources.Api.Properties.StageName: Stage name only allows a-zA-Z0-9_-")]
    [InlineData("'StageName': 'v1',", "", "StageName is missing.")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'AccessLogSetting': { 'Format': 'a\\nb' }", "Access Log format must be single line")]
    [InlineData("'Method': 'any'", "'Method': 'any', 'TimeoutInMillis': 300001", "Timeout should be between 50 ms and 300000 ms")]
    [InlineData("'Method': 'any'", "'Method': 'any', 'ResponseTransferMode': 'STREAM', 'TimeoutInMillis': 900001", "Timeout should be between 50 ms and 900000 ms")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'DefinitionBody': { 'paths': {} }", "Resources.Api: The REST API doesn't contain any methods")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'DefinitionBody': { 'paths': { '/': { 'gett': {} } } }", "Resources.Api.Properties.DefinitionBody.paths['/'].gett: gett is not a method of a path.")]
    [InlineData("'StageName': 'v1'", "'StageName': 'v1', 'DefinitionUri': 's3://bucket/key'", "s3://bucket/key is not on this machine: name a local copy of the file.")]
    [InlineData("'Runtime': 'dotnet10',", "", "Resources.Function.Properties: Runtime is missing.")]
    [InlineData("'Runtime'", "'Timeout': 901, 'Runtime'", "Resources.Function.Properties.Timeout: This must be a number from 1 to 900; it is 901.")]
    [InlineData("'Runtime'", "'MemorySize': 'much', 'Runtime'", "This must be a number; it is \"much\".")]
    [InlineData("'Auth': {", "'Auth': { 'DefaultAuthorizer': 'Cognito',", "Auth.DefaultAuthorizer: The API has no authorizer named Cognito.")]
    public void A_template_that_AWS_would_refuse_or_the_gateway_does_not_support_is_refused(string written, string instead, string message)
    {
        var resources = $"'Api': {{ {Templates.Api} }}, {Templates.Function}";
        Assert.Contains(written, resources, StringComparison.Ordinal);

        Templates.Refused(() => Templates.Deploy(resources.Replace(written, instead, StringComparison.Ordinal)), message);
    }

    [Theory]
    [InlineData(":lambda:path/2015-03-31/functions/", ":lambda:path/", "is not an invocation path of a Lambda function")]
    [InlineData("'Limit': 1000, ", "'Limit': 1000, 'Offset': 1, ", null)]
    [InlineData("'Period': 'WEEK'", "'Period': 'YEAR'", "'YEAR' is not one of DAY, WEEK, MONTH.")]
    [InlineData(", 'Period': 'WEEK'", "", "A quota's Limit needs a Period.")]
    [InlineData("'0123456789abcdefghij'", "'short'", "API Key value should be at least 20 characters")]
    [InlineData("'StageName': 'live'", "'StageName': ''", "Stage name only allows")]
    [InlineData("'HttpMethod': 'ANY', 'ApiKeyRequired': true, 'AuthorizationType': 'AWS_IAM'", "'HttpMethod': 'ANY', 'AuthorizationType': 'OTHER'", "'OTHER' is not an authorization type.")]
    public void Invalid_separate_resources_are_refused(string written, string instead, string? message)
    {
        var resources = $"{Deployed}, {Keys}";
        Assert.Contains(written, resources, StringComparison.Ordinal);
        var faulty = resources.Replace(written, instead, StringComparison.Ordinal);

        if (message is null)
            Templates.Deploy(faulty);
        else
            Templates.Refused(() => Templates.Deploy(faulty), message);
    }

    [Fact]
    public void A_missing_API_a_second_API_and_a_duplicate_method_are_refused()
    {
        Templates.Refused(() => Templates.Deploy(Templates.Function.Replace("{ 'Ref': 'Api' }", "'abc'", StringComparison.Ordinal)), "There is no AWS::Serverless::Api or AWS::ApiGateway::RestApi here.");
        Templates.Refused(() => Templates.Deploy($"'Api': {{ {Templates.Api} }}, 'Second': {{ {Templates.Api} }}, {Templates.Function}"), "The template has 2 APIs: Api, Second. Choose one with --api.");
        Templates.Refused(
            () => Templates.Deploy($"'Api': {{ {Templates.Api} }}, {Templates.Function}, {Templates.Function.Replace("'Function':", "'Further':", StringComparison.Ordinal)}"),
            "ANY /{proxy+} is defined twice.");
    }

    [Fact]
    public void Every_stage_and_every_function_is_read()
    {
        var api = Templates.Deploy(
            $"{Deployed}, 'Further': {{ 'Type': 'AWS::ApiGateway::Stage', 'Properties': {{ 'RestApiId': {{ 'Ref': 'Api' }}, 'StageName': 'test', "
            + "'MethodSettings': [{ 'HttpMethod': 'GET', 'ResourcePath': '/~1pets', 'ThrottlingRateLimit': 1 }] } }, "
            + "'Other': { 'Type': 'AWS::Lambda::Function', 'Properties': { 'Handler': 'index.handler', 'Runtime': 'nodejs22.x', 'Code': { 'ZipFile': 'x' } } }, "
            + "'Post': { 'Type': 'AWS::ApiGateway::Method', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'ResourceId': { 'Ref': 'Pets' }, 'HttpMethod': 'POST', 'Integration': { 'Type': 'AWS_PROXY', "
            + "'Uri': { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Other.Arn}/invocations' } } } }");

        Assert.Equal(["live", "test"], api.Stages.Select(stage => stage.Name));
        Assert.Equal([new MethodThrottle("/pets", "GET", 1, null)], api.Stages[1].MethodThrottles);
        Assert.Equal(["Function", "Other"], api.Functions.Select(function => function.LogicalId));
        Assert.Equal(new FunctionCode.Inline("x"), api.Functions[1].Code);
        var post = (LambdaProxyIntegration)api.Methods.Single(method => method.HttpMethod == "POST").Integration;
        Assert.Same(api.Functions[1], FunctionTarget.Find(api.Functions, post.FunctionArn, api.Stages[0])!.Function);
    }

    [Fact]
    public void A_stage_variable_selects_the_function_of_a_stage()
    {
        var api = Templates.Deploy(
            RestApi.Replace("'URI'", "{ 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${!stageVariables.name}/invocations' }", StringComparison.Ordinal)
                .Replace("'colour': 'green'", "'name': 'pets'", StringComparison.Ordinal)
            + ", 'Bare': { 'Type': 'AWS::ApiGateway::Stage', 'Properties': { 'RestApiId': { 'Ref': 'Api' }, 'StageName': 'bare' } }");

        var arn = ((LambdaProxyIntegration)api.Methods[0].Integration).FunctionArn;
        Assert.Equal("Function", Assert.Single(api.Functions).LogicalId);
        Assert.Equal("Function", FunctionTarget.Find(api.Functions, arn, api.Stages[0])!.Function.LogicalId);
        Assert.Null(FunctionTarget.Find(api.Functions, arn, api.Stages[1]));
    }

    [Theory]
    [InlineData("'CUSTOM'", "'Type': 'TOKEN', 'AuthorizerUri': 'URI', 'IdentityValidationExpression': '^a', 'AuthorizerResultTtlInSeconds': 60", "LambdaAuthorizer")]
    [InlineData("'COGNITO_USER_POOLS'", "'Type': 'COGNITO_USER_POOLS', 'ProviderARNs': ['arn:aws:cognito-idp:eu-central-1:123456789012:userpool/p']", "CognitoAuthorizer")]
    public void A_method_names_its_authorizer(string type, string properties, string kind)
    {
        const string Uri = "{ 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations' }";
        var api = Templates.Deploy(
            $"{Deployed.Replace("'AuthorizationType': 'AWS_IAM'", $"'AuthorizationType': {type}, 'AuthorizerId': {{ 'Ref': 'Guard' }}", StringComparison.Ordinal)}, "
            + $"'Guard': {{ 'Type': 'AWS::ApiGateway::Authorizer', 'Properties': {{ 'Name': 'guard', 'RestApiId': {{ 'Ref': 'Api' }}, {properties.Replace("'URI'", Uri, StringComparison.Ordinal)} }} }}");

        var authorizer = api.Methods.Single(method => method.Authorizer is not null).Authorizer!;
        Assert.Equal((kind, "guard"), (authorizer.GetType().Name, authorizer.Name));
    }

    [Theory]
    [InlineData("'FunctionName': 'pets', 'SourceArn': { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*' }", true)]
    [InlineData("'FunctionName': { 'Ref': 'Function' }, 'SourceArn': { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/pets/*' }", true)]
    [InlineData("'FunctionName': { 'Ref': 'Function' }, 'SourceArn': { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/POST/*' }", false)]
    [InlineData("'FunctionName': '123456789012:function:pets'", true)]
    [InlineData("'FunctionName': 'function:pets'", true)]
    [InlineData("'FunctionName': 'function:pets:live'", false)]
    [InlineData("'FunctionName': { 'Fn::Sub': '${Function.Arn}:live' }", false)]
    [InlineData("'FunctionName': 'other'", false)]
    public void A_permission_admits_the_calls_that_its_source_names(string properties, bool admits)
    {
        var api = Templates.Deploy(
            $"{Deployed}, 'P': {{ 'Type': 'AWS::Lambda::Permission', 'Properties': {{ 'Action': 'lambda:InvokeFunction', 'Principal': 'apigateway.amazonaws.com', {properties} }} }}");

        Assert.Equal(admits, api.Function.MayBeInvokedBy($"arn:aws:execute-api:eu-central-1:123456789012:{api.ApiId}/live/GET/pets/{{petId}}", null));
    }

    [Fact]
    public void Ids_are_the_same_in_every_run_and_differ_between_stacks()
    {
        Assert.Equal(Templates.Deploy(Deployed).ApiId, Templates.Deploy(Deployed).ApiId);
        var other = ResolvedTemplate.Resolve(
            Templates.Parse($"{{ 'Resources': {{ {Deployed} }} }}"), new Dictionary<string, string>(), Templates.Pseudo with { StackName = "other" });

        Assert.NotEqual(Templates.Deploy(Deployed).ApiId, ApiReader.Read(other).ApiId);
    }

    [Theory]
    [InlineData("cn-north-1", "aws-cn", "amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "aws-us-gov", "amazonaws.com")]
    [InlineData("eu-west-1", "aws", "amazonaws.com")]
    public void The_region_determines_the_partition_and_the_URL_suffix(string region, string partition, string suffix) =>
        Assert.Equal((partition, suffix), (new PseudoParameters(region).Partition, new PseudoParameters(region).UrlSuffix));

    private static PolicyRequest Asking(string arn) =>
        new("*", "execute-api:Invoke", arn, new Dictionary<string, IReadOnlyList<string>>());
}
