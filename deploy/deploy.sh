#!/usr/bin/env bash
# Deploys PetStore: the VPC endpoint (or takes existing ones), then the API. Safe to run again, also after a failure.
# Exit codes: 1 a command failed or was not confirmed, 2 wrong options, 3 a tool or credentials are missing, 4 AWS's state forbids it.
set -euo pipefail
unset CDPATH

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR/..
source "$root/deploy/lib/say.sh"
source "$root/deploy/lib/template.sh"
source "$root/deploy/lib/parameters.sh"
source "$root/deploy/lib/access.sh"
source "$root/deploy/lib/stack.sh"
source "$root/deploy/lib/endpoint.sh"

usage() {
    cat <<'USAGE'
Usage: deploy/deploy.sh --stack <name> [options]

An option that is not given changes nothing on an existing stack; one that is given is the whole truth:
--endpoints A after --endpoints A,B removes B.

Who gets in:
  --endpoints <vpce-id>[,...]      existing VPC endpoints
  --vpc <vpc-id> --subnets <id>[,...] --clients <cidr|sg-id|pl-id>[,...]
                                   creates an endpoint, as the stack <name>-endpoint
  --private-dns, --no-private-dns  names of this endpoint; a new one has private DNS
  --ip-address-type <type>         of this endpoint: ipv4 (default) or dualstack
  --endpoint-policy <file|none>    of this endpoint; none is AWS's default, full access
The API:
  --parameters <file>              lines of Key=Value; examples in deploy/parameters
  --parameter <Key=Value>          one of them (repeatable)
  --package <zip>                  built earlier by deploy/package.sh; without it, it is built now
  --bucket <name>                  for the upload; default petstore-deploy-<account>-<region>, created where it is missing
  --region <region>                default: the AWS CLI's
  --tags <Key=Value>[,...]         of the stacks and what they create
  --role-arn <arn>                 the role that CloudFormation deploys with
  --permissions-boundary <arn>     of the roles that the stacks create
How:
  --dry-run                        prints the commands and what they would change; changes nothing
  --delete [--with-endpoint]       deletes the stack (the table stays), and the endpoint's stack
  --yes                            does not ask for confirmation
USAGE
}

read_options() {
    stack='' endpoints='' vpc='' subnets='' clients='' endpoint_policy='' private_dns='' address_type='' endpoint=''
    package='' bucket='' region='' tags='' role_arn='' dry_run=false delete=false with_endpoint=false yes=false
    while (($# > 0)); do
        case $1 in
            --dry-run | --delete | --with-endpoint | --yes) local flag=${1#--} && printf -v "${flag//-/_}" true && shift && continue ;;
            --private-dns) private_dns=true && shift && continue ;;
            --no-private-dns) private_dns=false && shift && continue ;;
            -h | --help) usage && exit 0 ;;
        esac
        (($# > 1)) || fail 2 "$1 is unknown or needs a value (--help shows the options)."
        case $1 in
            --stack | --endpoints | --vpc | --subnets | --clients | --package | --bucket | --region | --tags) printf -v "${1#--}" '%s' "$2" ;;
            --endpoint-policy) endpoint_policy=$2 ;;
            --ip-address-type) address_type=$2 ;;
            --role-arn) role_arn=$2 ;;
            --permissions-boundary) set_parameter "PermissionsBoundaryArn=$2" ;;
            --parameters) read_parameter_file "$2" ;;
            --parameter) set_parameter "$2" ;;
            *) fail 2 "unknown option $1 (--help shows the options)." ;;
        esac
        shift 2
    done
}

check_options() {
    [[ $stack =~ ^[A-Za-z][A-Za-z0-9-]{0,100}$ ]] || fail 2 "--stack needs a name of letters, digits and hyphens."
    $delete && return
    check_endpoint_options
    local pattern='^[^,=]+=[^,]*(,[^,=]+=[^,]*)*$'
    [[ -z $tags || $tags =~ $pattern ]] || fail 2 "--tags takes Key=Value, separated by commas, not '$tags'."
    [[ -z $package || (-r $package && -r $(dirname "$package")/serverless.template) ]] ||
        fail 2 "--package needs a zip built by deploy/package.sh, with serverless.template beside it."
}

changes_endpoint() { [[ -n $vpc$subnets$clients$private_dns$address_type$endpoint_policy ]]; }

check_tools() {
    command -v aws >/dev/null || fail 3 "the AWS CLI is not installed: https://aws.amazon.com/cli/"
    $delete || [[ -n $package ]] || command -v dotnet >/dev/null || fail 3 "dotnet is not installed: https://dot.net"
}

check_credentials() {
    [[ -n $region ]] || region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
    [[ -n $region ]] || fail 3 "which region? Give --region or set AWS_REGION."
    export AWS_REGION=$region AWS_DEFAULT_REGION=$region AWS_PAGER=
    account=$(aws sts get-caller-identity --query Account --output text) ||
        fail 3 "AWS does not accept the credentials. Run aws sts get-caller-identity to see why."
    say "Account $account, region $region, stack $stack"
}

# Everything that can be known to fail is found out before the first change.
check_state() {
    refuse_foreign "$stack" petstore-api
    logs_role=$(aws apigateway get-account --query cloudwatchRoleArn --output text)
    if needs_logs_role; then refuse_foreign api-gateway-logs petstore-logs; fi
    if changes_endpoint; then
        refuse_foreign "$(endpoint_stack)" petstore-endpoint
        check_endpoint_stack
    fi
    read_mode
    check_access
    check_timeouts
    check_concurrency
}

# CloudFormation's rules cannot compare numbers.
check_timeouts() {
    local function api
    function=$(effective FunctionTimeout "$(template_default FunctionTimeout)") api=$(effective ApiTimeout "$(template_default ApiTimeout)")
    ((function < api)) || [[ $(effective ResponseStreaming false) == true ]] || fail 2 "FunctionTimeout=$function is not less than ApiTimeout=$api: API Gateway would answer 504 while the function still runs."
}

# Lambda keeps 100 executions (all of them in an account with a lower limit) for functions that reserve none.
check_concurrency() {
    local wanted before limit unreserved
    wanted=$(effective ReservedConcurrency -1) before=$(stack_parameter "$stack" ReservedConcurrency)
    ((wanted > 0 && wanted > ${before:--1})) || return 0
    read -r limit unreserved < <(aws lambda get-account-settings --output text \
        --query 'AccountLimit.[ConcurrentExecutions,UnreservedConcurrentExecutions]')
    ((before > 0)) && unreserved=$((unreserved + before))
    ((unreserved - wanted >= 100)) ||
        fail 4 "ReservedConcurrency=$wanted is not possible: of the account's limit of $limit concurrent executions, $unreserved are unreserved, and Lambda keeps 100 of them. Reserve less, or ask for a higher limit (Service Quotas)."
}

make_stacks_deployable() {
    make_deployable "$stack"
    if changes_endpoint; then make_deployable "$(endpoint_stack)"; fi
    if needs_logs_role; then make_deployable api-gateway-logs; fi
}

needs_logs_role() { [[ -z $logs_role || $logs_role == None ]]; }

# API Gateway refuses a stage with an access log where the account has no role for it.
deploy_logs_role() {
    local boundary
    needs_logs_role || return 0
    boundary=$(parameter PermissionsBoundaryArn)
    say "API Gateway has no role for writing logs in this account and region: one is created."
    deploy_options=(--capabilities CAPABILITY_IAM)
    deploy_stack api-gateway-logs petstore-logs "$root/deploy/api-gateway-logs.template" "PermissionsBoundaryArn=$boundary"
}

# The owner is checked because the name can be guessed: the owner of the bucket chooses the code that runs.
make_bucket() {
    [[ -n $bucket ]] || bucket=petstore-deploy-$account-$region
    aws s3api head-bucket --bucket "$bucket" --expected-bucket-owner "$account" >/dev/null 2>&1 && return
    local location=()
    [[ $region == us-east-1 ]] || location=(--create-bucket-configuration "LocationConstraint=$region")
    run aws s3api create-bucket --bucket "$bucket" ${location[@]+"${location[@]}"}
    run aws s3api put-public-access-block --bucket "$bucket" --public-access-block-configuration \
        BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
}

build_package() {
    if [[ -z $package ]]; then
        local runtime architecture
        runtime=$(effective FunctionRuntime "$(template_default FunctionRuntime)")
        architecture=$(effective FunctionArchitecture "$(template_default FunctionArchitecture)")
        package=$("$root/deploy/package.sh" --runtime "$runtime" --architecture "$architecture" | sed -n 1p)
    fi
    artifacts=$(cd "$(dirname "$package")" && pwd)
}

template_default() { parameter_block "$root/serverless.template" "$1" | fact Default; }

# One value for all that a version of the function is made of. SAM by itself publishes nothing when only parameters change.
revision() {
    { cat "$package" "$artifacts/serverless.template" && list_parameters; } | checksum
}

checksum() {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-40
}

deploy_api() {
    local line list=()
    set_parameter "FunctionRevision=$(revision)"
    place_endpoints
    while IFS= read -r line; do list+=("$line"); done < <(list_parameters)
    print_change "$stack" "${list[@]}"
    run aws cloudformation package --template-file "$artifacts/serverless.template" --use-json \
        --s3-bucket "$bucket" --s3-prefix "$stack" --output-template-file "$artifacts/packaged.template"
    deploy_options=(--capabilities CAPABILITY_IAM --s3-bucket "$bucket" --s3-prefix "$stack")
    source_template=$artifacts/serverless.template
    deploy_stack "$stack" petstore-api "$artifacts/packaged.template" "${list[@]}"
}

# The outputs have the alias of the first endpoint only, because CloudFormation cannot loop.
print_aliases() {
    local url ids id
    url=$(stack_output "$stack" EndpointUrl)
    [[ $url == *-vpce-* ]] || return 0
    ids=$(stack_parameter "$stack" AssociatedVpcEndpointIds)
    [[ -n $ids ]] || ids=$(stack_parameter "$stack" AllowedVpcEndpointIds)
    for id in ${ids//,/ }; do
        printf 'Through %s\t%s\n' "$id" "${url/${ids%%,*}/$id}"
    done
}

print_result() {
    $dry_run && return
    stack_outputs "$stack" | LC_ALL=C sort
    print_aliases
    say "From inside the VPC: curl $(stack_output "$stack" Url)pets/"
    say "If that fails:       deploy/doctor.sh $(stack_output "$stack" Url)"
}

delete_all() {
    local table=
    refuse_foreign "$stack" petstore-api
    if $with_endpoint; then refuse_foreign "$(endpoint_stack)" petstore-endpoint; fi
    if stack_exists "$stack"; then table=$(stack_resource "$stack" PetStoreTable); fi
    delete_stack "$stack"
    if $with_endpoint; then delete_stack "$(endpoint_stack)"; fi
    say_table_stays "$table"
}

main() {
    read_options "$@"
    check_options
    check_tools
    check_credentials
    if $delete; then
        delete_all
        return
    fi

    check_state
    change_mode
    make_stacks_deployable
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    build_package
    if changes_endpoint; then
        deploy_endpoint
        use_endpoint
    fi
    deploy_logs_role
    make_bucket
    deploy_api
    print_result
}

main "$@"
