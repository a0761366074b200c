using System.Text.Json.Nodes;

namespace PetStore.Deploy.Tests.Templates;

/// <summary>A possible mistake in a template, and the check that must detect it.</summary>
/// <param name="Name">Shown in the test's name.</param>
internal sealed record Fault(string Name, string NoticedBy, Action<TemplateUnderTest> Put)
{
    private const string Body = "DefinitionBody";

    public static IReadOnlyList<Fault> OfApi { get; } =
    [
        new("a regional API", nameof(ApiChecks.The_API_is_private), t => Api(t)["EndpointConfiguration"]!["Type"] = "REGIONAL"),
        new("Allow without a Deny", nameof(AccessChecks.Only_listed_endpoints_are_let_in), t => Statements(t).RemoveAt(1)),
        new("StringEquals for StringNotEquals", nameof(AccessChecks.Only_listed_endpoints_are_let_in), t => Rename(Condition(t, 1), "StringNotEquals", "StringEquals")),
        new("wildcards match endpoints that begin alike", nameof(AccessChecks.Only_listed_endpoints_are_let_in), t => Condition(t, 1)["StringNotEquals"] = new JsonObject { ["aws:SourceVpce"] = "vpce-*" }),
        new("an endpoint left in the policy", nameof(AccessChecks.Only_listed_endpoints_are_let_in), t => Condition(t, 1)["StringNotEquals"]!["aws:SourceVpce"] = new JsonArray("vpce-0aaa", "vpce-0bbb", "vpce-0ccc")),
        new("VPC and endpoint in one Deny", nameof(AccessChecks.A_list_of_VPCs_restricts_each_mode), t =>
        {
            Condition(t, 1)["StringNotEquals"]!["aws:SourceVpc"] = "vpc-0aaa";
            Statements(t).RemoveAt(2);
        }),
        new("Deny for one principal", nameof(AccessChecks.Only_listed_endpoints_are_let_in), t => Statement(t, 1)["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam::123456789012:root" }),
        new("the address that is not usable behind an endpoint", nameof(AccessChecks.A_list_of_source_addresses_restricts_each_mode), t =>
        {
            var block = Condition(t, 3)["NotIpAddress"]!.AsObject();
            Rename(block, "aws:VpcSourceIp", "aws:SourceIp");
        }),
        new("every stage allowed", nameof(AccessChecks.Other_stages_are_not_let_in), t => Statements(t)[0]!["Resource"]!["Fn::If"]![2] = "execute-api:/*"),
        new("every identity of the account allowed", nameof(AccessChecks.With_IAM_the_signer_needs_its_own_permission), t => Statements(t)[0]!["Resource"] = Sub("execute-api:/${StageName}/*")),
        new("OPTIONS allowed by a path that looks like it", nameof(AccessChecks.With_IAM_the_signer_needs_its_own_permission), t => Statements(t)[0]!["Resource"]!["Fn::If"]![1] = "execute-api:/*/OPTIONS/*"),
        new("no key on the root", nameof(AccessChecks.The_open_mode_requires_an_API_key_on_every_method_except_OPTIONS_which_is_a_mock), t => Any(t, "/").Remove("security")),
        new("a key on preflights", nameof(AccessChecks.The_open_mode_requires_an_API_key_on_every_method_except_OPTIONS_which_is_a_mock), t => Options(t, "/{proxy+}")["security"] = Any(t, "/")["security"]!.DeepClone()),
        new("preflights that run the function", nameof(AccessChecks.The_open_mode_requires_an_API_key_on_every_method_except_OPTIONS_which_is_a_mock), t =>
            Options(t, "/")["x-amazon-apigateway-integration"] = Options(t, "/")["x-amazon-apigateway-integration"]!["Fn::If"]![2]!.DeepClone()),
        new("no usage plan", nameof(AccessChecks.The_open_mode_has_a_usage_plan_with_one_key), t => Resources(t).Remove("UsagePlanKey")),
        new("a key in every mode", nameof(AccessChecks.The_listed_mode_has_neither_keys_nor_a_usage_plan), t => Resources(t)["ApiKey"]!.AsObject().Remove("Condition")),
        new("an empty allow-list accepted", nameof(AccessChecks.Contradictory_parameters_are_refused), t => t.Root["Rules"]!.AsObject().Remove("AllowListNeedsEndpoints")),
        new("a wildcard accepted as an endpoint", nameof(AccessChecks.Contradictory_parameters_are_refused), t => t.Root["Parameters"]!["AllowedVpcEndpointIds"]!.AsObject().Remove("AllowedPattern")),

        new("the allow-list in every mode", nameof(AccessChecks.The_open_mode_lets_every_endpoint_in), t => Statements(t)[1] = Statement(t, 1).DeepClone()),
        new("the list written twice", nameof(AccessChecks.The_longest_list_of_endpoints_fits_into_the_policy), t =>
            Statements(t)[0]!["Condition"] = JsonNode.Parse("""{"StringEquals":{"aws:SourceVpce":{"Fn::Split":[",",{"Ref":"AllowedVpcEndpointIds"}]}}}""")),

        new("no AlwaysDeploy", nameof(ApiChecks.Every_change_is_deployed), t => Api(t).Remove("AlwaysDeploy")),
        new("no OpenApiVersion", nameof(ApiChecks.The_API_has_one_stage_and_it_is_not_named_Stage), t => Api(t).Remove("OpenApiVersion")),
        new("a stage named Stage", nameof(ApiChecks.The_API_has_one_stage_and_it_is_not_named_Stage), t => Api(t)["StageName"] = "Stage"),
        new("no method on the root", nameof(ApiChecks.The_root_and_every_path_are_served), t => Paths(t).Remove("/")),
        new("GET alone", nameof(ApiChecks.The_root_and_every_path_are_served), t => Rename(Paths(t)["/{proxy+}"]!.AsObject(), "x-amazon-apigateway-any-method", "get")),
        new("no path parameter", nameof(ApiChecks.The_proxy_parameter_is_declared), t => Any(t, "/{proxy+}")["parameters"]![0]!["name"] = "path"),
        new("past the alias", nameof(ApiChecks.Methods_invoke_the_alias_that_deployments_move), t => Integration(t)["uri"] = Sub("arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${PetStoreFunction.Arn}/invocations")),
        new("a method that does not stream", nameof(ApiChecks.Response_streaming_is_optional), t => Integration(t).AsObject().Remove("responseTransferMode")),
        new("a stream that ends as a buffered call does", nameof(ApiChecks.Response_streaming_is_optional), t => Integration(t)["timeoutInMillis"] = 29000),
        new("a function that is not told to stream", nameof(FunctionChecks.The_function_is_configured_for_streaming_when_its_integration_streams), t => t.Function()["Environment"]!["Variables"]!.AsObject().Remove("Lambda__ResponseStreaming")),
        new("any API may invoke", nameof(ApiChecks.Only_this_API_may_invoke_the_function), t => t.Properties("InvokePermission").Remove("SourceArn")),
        new("any stage may invoke", nameof(ApiChecks.Only_this_API_may_invoke_the_function), t => t.Properties("InvokePermission")["SourceArn"] = Sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${PetStoreApi}/*")),
        new("endpoints not associated", nameof(ApiChecks.Endpoints_are_associated), t => Api(t)["EndpointConfiguration"]!.AsObject().Remove("VPCEndpointIds")),
        new("throttling under a key that SAM drops", nameof(ApiChecks.The_stage_has_throttling_and_metrics), t => Rename(Api(t)["MethodSettings"]![0]!.AsObject(), "ThrottlingRateLimit", "RateLimit")),
        new("bodies in the execution log", nameof(ApiChecks.The_stage_has_throttling_and_metrics), t => Api(t)["MethodSettings"]![0]!["DataTraceEnabled"] = true),
        new("text alone", nameof(ApiChecks.Every_response_can_be_binary), t => Api(t)[Body]!["x-amazon-apigateway-binary-media-types"] = new JsonArray("image/png")),
        new("a parameter outside of the groups", nameof(ApiChecks.Every_parameter_has_a_description_and_a_group_in_the_console), t => t.Root["Parameters"]!["Extra"] = JsonNode.Parse("""{"Type":"String","Default":"","Description":"More."}""")),
        new("no URL for the alias", nameof(ApiChecks.Every_way_to_address_the_API_is_an_output), t => t.Root["Outputs"]!.AsObject().Remove("EndpointUrl")),

        new("a function that outlasts the gateway", nameof(FunctionChecks.The_function_times_out_before_API_Gateway_does), t => t.Function()["Timeout"] = 30),
        new("29 seconds whatever the quota", nameof(ApiChecks.The_integration_timeout_is_a_parameter), t => Integration(t)["timeoutInMillis"] = 29000),
        new("versions that stay and cost", nameof(FunctionChecks.Every_change_of_the_function_is_published), t => t.Function().Remove("VersionDeletionPolicy")),
        new("everybody with a signature", nameof(AccessChecks.With_IAM_other_accounts_are_let_in_by_name), t => Statements(t)[^1]!["Fn::If"]![1]!["Principal"] = "*"),
        new("the first endpoint of a list", nameof(DomainChecks.The_named_endpoint_is_given_access_to_the_domain), t => t.Properties("DomainAccess")["AccessAssociationSource"] = JsonNode.Parse("""{"Fn::Select":[0,{"Fn::Split":[",",{"Ref":"AllowedVpcEndpointIds"}]}]}""")),
        new("a percentile of three calls", nameof(OperationChecks.One_slow_call_in_a_quiet_hour_raises_no_alarm), t => t.Properties("LatencyAlarm").Remove("EvaluateLowSampleCountPercentile")),
        new("a canary that nobody watches", nameof(OperationChecks.A_gradual_deployment_stops_when_errors_raise_an_alarm), t => t.Function()["DeploymentPreference"]!.AsObject().Remove("Alarms")),
        new("the repository as code", nameof(FunctionChecks.The_function_is_the_app), t => t.Function()["CodeUri"] = "."),
        new("a profile that is not there", nameof(FunctionChecks.Each_runtime_has_a_publish_profile_of_the_app), t => t.Root["Metadata"]!["PrivateGateway"]!["PublishProfiles"]!["dotnet10"] = "Lamda"),
        new("a runtime without a profile", nameof(FunctionChecks.Each_runtime_has_a_publish_profile_of_the_app), t => t.Root["Metadata"]!["PrivateGateway"]!["PublishProfiles"]!.AsObject().Remove("provided.al2023")),
        new("a table of another name", nameof(FunctionChecks.The_function_is_the_app), t => t.Function()["Environment"]!["Variables"]!["Storage__DynamoDb__TableName"] = "PetStore"),
        new("a boundary that is ignored", nameof(FunctionChecks.The_role_can_have_a_permissions_boundary), t => t.Properties("FunctionRole").Remove("PermissionsBoundary")),
        new("no revision", nameof(FunctionChecks.Every_change_of_the_function_is_published), t => t.Function().Remove("AutoPublishCodeSha256")),
        new("SnapStart on what is not published", nameof(FunctionChecks.Every_change_of_the_function_is_published), t => t.Function().Remove("AutoPublishAlias")),
        new("SnapStart switched off for good", nameof(FunctionChecks.SnapStart_is_optional), t => t.Function()["SnapStart"]!["ApplyOn"] = "None"),
        new("always in a VPC", nameof(FunctionChecks.A_VPC_is_optional), t => t.Function()["VpcConfig"] = t.Function()["VpcConfig"]!["Fn::If"]![1]!.DeepClone()),
        new("memory fixed", nameof(FunctionChecks.Memory_runtime_and_concurrency_are_parameters), t => t.Function()["MemorySize"] = 512),
        new("every action on every table", nameof(FunctionChecks.The_role_has_only_the_permissions_that_the_app_needs), t => t.Grant(0)["Action"] = "dynamodb:*"),
        new("every resource", nameof(FunctionChecks.The_role_has_only_the_permissions_that_the_app_needs), t => t.Grant(0)["Resource"] = "*"),
        new("a scan", nameof(FunctionChecks.The_role_has_only_the_permissions_that_the_app_needs), t => t.Grant(0)["Action"]!.AsArray().Add("dynamodb:Scan")),
        new("a managed policy", nameof(FunctionChecks.Only_Lambda_can_assume_the_role), t => t.Properties("FunctionRole")["ManagedPolicyArns"] = new JsonArray("arn:aws:iam::aws:policy/AdministratorAccess")),
        new("network interfaces for the function's code", nameof(FunctionChecks.The_function_cannot_use_the_network_permissions_itself), t =>
            t.Properties("FunctionRole")["Policies"]![2]!["Fn::If"]![1]!["PolicyDocument"]!["Statement"]!.AsArray().RemoveAt(1)),

        new("TTL off", nameof(TableChecks.Idempotency_records_expire), t => t.Table()["TimeToLiveSpecification"]!["Enabled"] = false),
        new("TTL on another attribute", nameof(TableChecks.Idempotency_records_expire), t => t.Table()["TimeToLiveSpecification"]!["AttributeName"] = "expires"),
        new("no restore", nameof(TableChecks.The_table_can_be_restored), t => t.Table().Remove("PointInTimeRecoverySpecification")),
        new("no encryption", nameof(TableChecks.The_table_is_encrypted), t => t.Table()["SSESpecification"]!["SSEEnabled"] = false),
        new("provisioned", nameof(TableChecks.The_table_is_billed_per_request), t => t.Table()["BillingMode"] = "PROVISIONED"),
        new("deleted with the stack", nameof(TableChecks.The_table_outlives_the_stack), t => Resources(t)["PetStoreTable"]!.AsObject().Remove("DeletionPolicy")),
        new("deleted when replaced", nameof(TableChecks.The_table_outlives_the_stack), t => Resources(t)["PetStoreTable"]!["UpdateReplacePolicy"] = "Delete"),
        new("a fixed table name", nameof(TableChecks.CloudFormation_names_the_table), t => t.Table()["TableName"] = "PetStore"),

        new("another sort key than the app's", nameof(TableChecks.The_table_matches_the_one_that_the_app_creates), t => t.Table()["KeySchema"]![1]!["AttributeName"] = "id"),
        new("an index that projects everything", nameof(TableChecks.The_table_matches_the_one_that_the_app_creates), t => t.Table()["GlobalSecondaryIndexes"]![0]!["Projection"] = new JsonObject { ["ProjectionType"] = "ALL" }),

        new("an access log without the endpoint", nameof(OperationChecks.The_access_log_is_one_JSON_line_that_names_the_caller), t => Edit(Api(t)["AccessLogSetting"]!, "Format", text => text.Replace("$context.identity.vpceId", "-", StringComparison.Ordinal))),
        new("numbers without quotes", nameof(OperationChecks.The_access_log_is_one_JSON_line_that_names_the_caller), t => Edit(Api(t)["AccessLogSetting"]!, "Format", text => text.Replace("\"$context.integration.latency\"", "$context.integration.latency", StringComparison.Ordinal))),
        new("both logs in one group", nameof(OperationChecks.The_access_log_goes_to_its_log_group), t => Api(t)["AccessLogSetting"]!["DestinationArn"]!["Fn::GetAtt"]![0] = "FunctionLogGroup"),
        new("logs for ever", nameof(OperationChecks.Logs_are_kept_as_long_as_the_parameter_says), t => t.Properties("FunctionLogGroup").Remove("RetentionInDays")),
        new("logs elsewhere", nameof(OperationChecks.The_function_logs_JSON_into_its_group), t => t.Function()["LoggingConfig"]!.AsObject().Remove("LogGroup")),
        new("an alarm on the average", nameof(OperationChecks.Errors_latency_and_throttling_raise_alarms), t => Rename(t.Properties("LatencyAlarm"), "ExtendedStatistic", "Statistic", "Average")),
        new("an alarm on another stage", nameof(OperationChecks.Alarms_watch_this_API_and_this_function), t => t.Properties("ServerErrorAlarm")["Dimensions"]![1]!["Value"] = "prod"),

        new("a public domain", nameof(DomainChecks.The_domain_is_private_and_maps_to_the_stage), t => t.Properties("DomainName")["EndpointConfiguration"]!["Types"]![0] = "REGIONAL"),
        new("a domain that admits more than the API", nameof(DomainChecks.The_domain_denies_whom_the_API_denies), t => t.Properties("DomainName")["Policy"]!["Statement"]!.AsArray().RemoveAt(2)),
        new("a domain always", nameof(DomainChecks.A_domain_is_created_only_on_request), t => t.Root["Conditions"]!["HasDomain"] = JsonNode.Parse("""{"Fn::Equals":["",""]}""")),
        new("a wildcard without a reason", nameof(WildcardChecks.Every_wildcard_has_its_reason), t => t.Properties("InvokePermission")["FunctionName"] = "*"),
        new("a reason for what is gone", nameof(WildcardChecks.Every_wildcard_has_its_reason), t => t.Root["Metadata"]!["Wildcards"]!["Resources.ApiKey"] = "It was here once, and somebody forgot to remove the reason."),
    ];

    public static IReadOnlyList<Fault> OfEndpoint { get; } =
    [
        new("a gateway endpoint", nameof(EndpointChecks.The_endpoint_is_an_interface_endpoint_for_API_Gateway), t => t.Properties("Endpoint")["VpcEndpointType"] = "Gateway"),
        new("another service", nameof(EndpointChecks.The_endpoint_is_an_interface_endpoint_for_API_Gateway), t => t.Properties("Endpoint")["ServiceName"] = Sub("com.amazonaws.${AWS::Region}.apigateway")),
        new("private DNS off", nameof(EndpointChecks.Private_DNS_is_on_unless_switched_off), t => t.Root["Parameters"]!["PrivateDnsEnabled"]!["Default"] = "false"),
        new("IPv4 names for a dual-stack endpoint", nameof(EndpointChecks.The_endpoint_can_have_IPv6_addresses_and_clients), t => t.Properties("Endpoint").Remove("DnsOptions")),
        new("IPv6 clients of an IPv4 endpoint", nameof(EndpointChecks.The_endpoint_can_have_IPv6_addresses_and_clients), t => t.Root["Rules"]!.AsObject().Remove("Ipv6NeedsDualStack")),
        new("every port", nameof(EndpointChecks.Clients_reach_only_port_443), t => t.Properties("FromCidr1")["FromPort"] = 0),
        new("every protocol", nameof(EndpointChecks.Clients_reach_only_port_443), t => t.Properties("FromGroup1")["IpProtocol"] = "-1"),
        new("the whole world", nameof(EndpointChecks.Clients_reach_only_port_443), t => t.Properties("FromCidr2")["CidrIp"] = "0.0.0.0/0"),
        new("AWS's own rule for what leaves", nameof(EndpointChecks.The_endpoint_has_no_outbound_access), t => t.Properties("SecurityGroup").Remove("SecurityGroupEgress")),
        new("the VPC's default security group", nameof(EndpointChecks.The_endpoint_uses_its_security_group), t => t.Properties("Endpoint")["SecurityGroupIds"] = new JsonArray("sg-default")),
        new("a policy that seems to change nothing", nameof(EndpointChecks.The_endpoint_has_no_policy_by_default), t => t.Root["Parameters"]!["EndpointPolicy"]!["Default"] = """{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"""),
        new("nobody to admit", nameof(EndpointChecks.An_empty_client_list_and_invalid_values_are_refused), t => t.Root.Remove("Rules")),
        new("an export that another stack has", nameof(EndpointChecks.Other_stacks_can_import_the_endpoint), t => t.Root["Outputs"]!["EndpointId"]!["Export"] = new JsonObject { [nameof(Name)] = "EndpointId" }),
    ];

    public override string ToString() => Name;

    private static JsonObject Resources(TemplateUnderTest template) => template.Root["Resources"]!.AsObject();

    private static JsonObject Api(TemplateUnderTest template) => template.Properties("PetStoreApi");

    private static JsonObject Paths(TemplateUnderTest template) => Api(template)[Body]!["paths"]!.AsObject();

    private static JsonObject Any(TemplateUnderTest template, string path) => Paths(template)[path]!["x-amazon-apigateway-any-method"]!.AsObject();

    private static JsonObject Options(TemplateUnderTest template, string path) => Paths(template)[path]!["options"]!.AsObject();

    private static JsonObject Integration(TemplateUnderTest template) => Any(template, "/{proxy+}")["x-amazon-apigateway-integration"]!.AsObject();

    private static JsonArray Statements(TemplateUnderTest template) => Api(template)[Body]!["x-amazon-apigateway-policy"]!["Statement"]!.AsArray();

    private static JsonObject Statement(TemplateUnderTest template, int index) => Statements(template)[index]!["Fn::If"]![1]!.AsObject();

    private static JsonObject Condition(TemplateUnderTest template, int index) => Statement(template, index)["Condition"]!.AsObject();

    private static JsonObject Sub(string text) => new() { ["Fn::Sub"] = text };

    private static void Edit(JsonNode parent, string name, Func<string, string> change) => parent[name] = change(parent[name]!.ToString());

    private static void Rename(JsonObject parent, string name, string newName, string? newValue = null)
    {
        var value = parent[name]!.DeepClone();
        parent.Remove(name);
        parent[newName] = newValue ?? value;
    }
}

internal static class FaultyParts
{
    public static JsonObject Function(this TemplateUnderTest template) => template.Properties("PetStoreFunction");

    public static JsonObject Table(this TemplateUnderTest template) => template.Properties("PetStoreTable");

    /// <summary>A statement of the function's permissions on the table.</summary>
    public static JsonObject Grant(this TemplateUnderTest template, int index) =>
        template.Properties("FunctionRole")["Policies"]![0]!["PolicyDocument"]!["Statement"]![index]!.AsObject();
}
