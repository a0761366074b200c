namespace PrivateGateway.Templates;

/// <summary>The rows: names separated by spaces. <c>Name=value</c> in the last column refuses every other value.</summary>
internal static class PropertyRows
{
    private const string Stage = "CacheClusterEnabled=false CanarySetting";

    public static readonly (string Key, string Played, string NoEffect, string Refused)[] All =
    [
        ("AWS::Serverless::Api",
            "AccessLogSetting ApiKeySourceType Auth BinaryMediaTypes Cors DefinitionBody DefinitionUri DisableExecuteApiEndpoint Domain EndpointConfiguration FailOnWarnings "
            + "GatewayResponses MergeDefinitions MethodSettings Models OpenApiVersion Policy StageName Variables",
            "AlwaysDeploy CacheClusterSize Description Mode Name PropagateTags SecurityPolicy Tags TracingEnabled __MANAGE_SWAGGER",
            $"{Stage} EndpointAccessMode=BASIC MinimumCompressionSize"),
        ("AWS::Serverless::Api.Auth",
            "AddApiKeyRequiredToCorsPreflight AddDefaultAuthorizerToCorsPreflight ApiKeyRequired Authorizers DefaultAuthorizer ResourcePolicy UsagePlan",
            // The policies of a role, and a signing caller's own, are taken as an allow; by default the caller's credentials invoke the function.
            "InvokeRole",
            ""),
        ("AWS::Serverless::Api.Cors", "AllowCredentials AllowHeaders AllowMethods AllowOrigin MaxAge", "", ""),
        ("AWS::Serverless::Api.Domain",
            "AccessAssociation BasePath DomainName EndpointConfiguration Policy", "CertificateArn IpAddressType NormalizeBasePath OwnershipVerificationCertificateArn Route53 SecurityPolicy",
            "EndpointAccessMode=BASIC MutualTlsAuthentication"),
        ("AWS::Serverless::Api.MethodSettings", "HttpMethod ResourcePath ThrottlingBurstLimit ThrottlingRateLimit",
            "CacheDataEncrypted CacheTtlInSeconds DataTraceEnabled LoggingLevel MetricsEnabled", "CachingEnabled=false"),
        ("AWS::Serverless::Function",
            "AutoPublishAlias CodeUri Environment Events FunctionName Handler InlineCode MemorySize PackageType ReservedConcurrentExecutions Runtime SnapStart Timeout",
            // Anything that a function needs from a layer, a file system or an image must be in the directory it starts in.
            "Architectures AssumeRolePolicyDocument AutoPublishAliasAllProperties AutoPublishCodeSha256 CapacityProviderConfig CodeSigningConfigArn DeadLetterQueue "
            + "DeploymentPreference Description DurableConfig EphemeralStorage EventInvokeConfig FileSystemConfigs FunctionScalingConfig FunctionUrlConfig ImageConfig ImageUri "
            + "KmsKeyArn Layers LoggingConfig PermissionsBoundary Policies PropagateTags ProvisionedConcurrencyConfig PublishToLatestPublished RecursiveLoop Role RolePath "
            + "RuntimeManagementConfig SourceKMSKeyArn Tags TenancyConfig Tracing VersionDeletionPolicy VersionDescription VpcConfig",
            ""),
        ("AWS::Serverless::Function.Events.Api",
            "Auth Method Path RequestModel RequestParameters ResponseTransferMode RestApiId TimeoutInMillis", "Stage", ""),
        ("AWS::Serverless::Function.Events.Api.Auth",
            "ApiKeyRequired AuthorizationScopes Authorizer ResourcePolicy", "InvokeRole", "OverrideApiAuth=false"),
        ("AWS::Lambda::Function",
            "Code Environment FunctionName Handler MemorySize PackageType ReservedConcurrentExecutions Runtime SnapStart Timeout",
            "Architectures CapacityProviderConfig CodeSigningConfigArn DeadLetterConfig Description DurableConfig EphemeralStorage FileSystemConfigs FunctionScalingConfig "
            + "ImageConfig KmsKeyArn Layers LoggingConfig PublishToLatestPublished RecursiveLoop Role RuntimeManagementConfig Tags TenancyConfig TracingConfig VpcConfig",
            ""),
        // A permission whose SourceAccount is not the API's account does not apply to the API.
        ("AWS::Lambda::Permission", "Action FunctionName Principal SourceAccount SourceArn", "EventSourceToken FunctionUrlAuthType InvokedViaFunctionUrl", "PrincipalOrgID"),
        ("AWS::Lambda::Version", "FunctionName", "CodeSha256 Description FunctionScalingConfig ProvisionedConcurrencyConfig RuntimePolicy", ""),
        ("AWS::Lambda::Alias", "FunctionName Name", "Description FunctionVersion ProvisionedConcurrencyConfig", "RoutingConfig"),
        ("AWS::ApiGateway::RestApi",
            "ApiKeySourceType BinaryMediaTypes Body DisableExecuteApiEndpoint EndpointConfiguration FailOnWarnings Policy",
            "Description Mode Name Parameters SecurityPolicy Tags",
            "BodyS3Location CloneFrom EndpointAccessMode=BASIC MinimumCompressionSize"),
        ("AWS::ApiGateway::RestApi.Parameters", "", "endpointConfigurationTypes ignore", "basepath=ignore"),
        ("AWS::ApiGateway::Resource", "ParentId PathPart RestApiId", "", ""),
        ("AWS::ApiGateway::Method",
            "ApiKeyRequired AuthorizationScopes AuthorizationType AuthorizerId HttpMethod Integration RequestModels RequestParameters RequestValidatorId ResourceId RestApiId",
            "MethodResponses OperationName", ""),
        ("AWS::ApiGateway::Method.Integration",
            "ConnectionId ConnectionType ContentHandling Credentials IntegrationHttpMethod IntegrationResponses PassthroughBehavior RequestParameters RequestTemplates ResponseTransferMode "
            + "TimeoutInMillis Type Uri",
            "CacheKeyParameters CacheNamespace IntegrationTarget", ""),
        ("AWS::ApiGateway::Authorizer",
            "AuthorizerCredentials AuthorizerResultTtlInSeconds AuthorizerUri IdentitySource IdentityValidationExpression Name ProviderARNs RestApiId Type", "AuthType", ""),
        ("AWS::ApiGateway::RequestValidator", "RestApiId ValidateRequestBody ValidateRequestParameters", "Name", ""),
        ("AWS::ApiGateway::Model", "Name RestApiId Schema", "ContentType Description", ""),
        ("AWS::ApiGateway::GatewayResponse", "ResponseParameters ResponseTemplates ResponseType RestApiId StatusCode", "", ""),
        ("AWS::ApiGateway::Deployment", "RestApiId StageDescription StageName", "Description", "DeploymentCanarySettings"),
        ("AWS::ApiGateway::Deployment.StageDescription",
            "AccessLogSetting MethodSettings ThrottlingBurstLimit ThrottlingRateLimit Variables",
            "CacheClusterSize CacheDataEncrypted CacheTtlInSeconds ClientCertificateId DataTraceEnabled Description DocumentationVersion LoggingLevel MetricsEnabled Tags TracingEnabled",
            $"{Stage} CachingEnabled=false"),
        ("AWS::ApiGateway::Stage", "AccessLogSetting MethodSettings RestApiId StageName Variables",
            "CacheClusterSize ClientCertificateId DeploymentId Description DocumentationVersion Tags TracingEnabled", Stage),
        ("AWS::ApiGateway::UsagePlan", "ApiStages Quota Throttle UsagePlanName", "Description Tags", ""),
        ("AWS::ApiGateway::UsagePlanKey", "KeyId KeyType UsagePlanId", "", ""),
        ("AWS::ApiGateway::ApiKey", "Enabled Name Value", "CustomerId Description GenerateDistinctId StageKeys Tags", ""),
        ("AWS::ApiGateway::DomainNameV2", "DomainName EndpointConfiguration Policy", "CertificateArn SecurityPolicy Tags", "EndpointAccessMode=BASIC RoutingMode=BASE_PATH_MAPPING_ONLY"),
        ("AWS::ApiGateway::BasePathMappingV2", "BasePath DomainNameArn RestApiId Stage", "", ""),
        ("AWS::ApiGateway::DomainNameAccessAssociation", "AccessAssociationSource AccessAssociationSourceType DomainNameArn", "Tags", ""),
        ("AWS::ApiGateway::DomainName", "DomainName",
            "CertificateArn EndpointConfiguration OwnershipVerificationCertificateArn RegionalCertificateArn SecurityPolicy Tags",
            "EndpointAccessMode=BASIC MutualTlsAuthentication RoutingMode=BASE_PATH_MAPPING_ONLY"),
        ("AWS::ApiGateway::BasePathMapping", "BasePath DomainName RestApiId Stage", "", ""),
        ("AWS::ApiGateway::VpcLink", "", "Description Name Tags TargetArns", ""),
        ("AWS::ApiGateway::Account", "", "CloudWatchRoleArn", ""),
        ("AWS::ApiGateway::ClientCertificate", "", "Description Tags", ""),
        ("AWS::ApiGateway::DocumentationPart", "", "Location Properties RestApiId", ""),
        ("AWS::ApiGateway::DocumentationVersion", "", "Description DocumentationVersion RestApiId", ""),
        ("AWS::EC2::VPCEndpoint", "PolicyDocument ServiceName SubnetIds VpcId",
            "DnsOptions IpAddressType PrivateDnsEnabled ResourceConfigurationArn RouteTableIds SecurityGroupIds ServiceNetworkArn ServiceRegion Tags VpcEndpointType", ""),
        ("OpenAPI",
            "x-amazon-apigateway-api-key-source x-amazon-apigateway-binary-media-types x-amazon-apigateway-endpoint-configuration x-amazon-apigateway-gateway-responses "
            + "x-amazon-apigateway-policy x-amazon-apigateway-request-validator x-amazon-apigateway-request-validators",
            "x-amazon-apigateway-documentation x-amazon-apigateway-importexport-version x-amazon-apigateway-security-policy",
            "x-amazon-apigateway-cors x-amazon-apigateway-endpoint-access-mode=BASIC x-amazon-apigateway-minimum-compression-size"),
        ("OpenAPI.operation",
            "x-amazon-apigateway-auth x-amazon-apigateway-integration x-amazon-apigateway-request-validator", "", "x-amazon-apigateway-integrations"),
        ("x-amazon-apigateway-integration",
            "connectionId connectionType contentHandling credentials httpMethod passthroughBehavior requestParameters requestTemplates responseTransferMode responses timeoutInMillis type uri",
            "cacheKeyParameters cacheNamespace integrationTarget payloadFormatVersion", "tlsConfig"),
        ("x-amazon-apigateway-authorizer",
            "authorizerCredentials authorizerResultTtlInSeconds authorizerUri identitySource identityValidationExpression providerARNs type", "authorizerPayloadFormatVersion", ""),
    ];
}
