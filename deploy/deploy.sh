#!/usr/bin/env bash
# Deploys PetStore: the VPC endpoint (or takes existing ones), then the API. Safe to run again, also after a failure.
# Exit codes: 1 a command failed or was not confirmed, 2 wrong options, 3 a tool or credentials are missing, 4 AWS's state forbids it.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR/..
source "$root/deploy/lib/say.sh"
source "$root/deploy/lib/parameters.sh"
source "$root/deploy/lib/stack.sh"
source "$root/deploy/lib/endpoint.sh"

usage() {
    cat <<'USAGE'
Usage: deploy/deploy.sh --stack <name> [options]

Who gets in:
  --endpoints <vpce-id>[,...]      existing VPC endpoints
  --vpc <vpc-id> --subnets <id>[,...] --clients <cidr|sg-id|pl-id>[,...] [--no-private-dns] [--endpoint-policy <file>]
                                   makes an endpoint, as the stack <name>-endpoint
The API:
  --parameters <file>              lines of Key=Value; examples in deploy/parameters
  --parameter <Key=Value>          one of them (repeatable)
  --package <zip>                  what deploy/package.sh made before; without it, it is built now
  --bucket <name>                  for the upload; default petstore-deploy-<account>-<region>, made where it is missing
  --region <region>                default: the AWS CLI's
How:
  --dry-run                        prints the commands and the change; changes nothing in AWS
  --delete [--with-endpoint]       deletes the stack (the table stays), and the endpoint's stack
  --yes                            asks nothing
USAGE
}

read_options() {
    stack='' endpoints='' vpc='' subnets='' clients='' endpoint_policy='' package='' bucket='' region=''
    private_dns=true dry_run=false delete=false with_endpoint=false yes=false
    while (($# > 0)); do
        case $1 in
            --dry-run | --delete | --with-endpoint | --yes) local flag=${1#--} && printf -v "${flag//-/_}" true && shift && continue ;;
            --no-private-dns) private_dns=false && shift && continue ;;
            -h | --help) usage && exit 0 ;;
        esac
        (($# > 1)) || fail 2 "$1 is unknown or needs a value (--help shows the options)."
        case $1 in
            --stack | --endpoints | --vpc | --subnets | --clients | --package | --bucket | --region) printf -v "${1#--}" '%s' "$2" ;;
            --endpoint-policy) endpoint_policy=$2 ;;
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
    [[ -z $vpc || (-n $subnets && -n $clients) ]] || fail 2 "--vpc goes with --subnets and --clients."
    [[ -n $vpc || -z $subnets$clients ]] || fail 2 "--subnets and --clients go with --vpc."
    [[ -z $endpoint_policy || -r $endpoint_policy ]] || fail 2 "cannot read $endpoint_policy."
    [[ -z $package || (-r $package && -r $(dirname "$package")/serverless.template) ]] ||
        fail 2 "--package needs a zip made by deploy/package.sh, with serverless.template beside it."
}

check_tools() {
    command -v aws >/dev/null || fail 3 "the AWS CLI is not installed: https://aws.amazon.com/cli/"
    $delete || [[ -n $package ]] || command -v dotnet >/dev/null || fail 3 "dotnet is not installed: https://dot.net"
}

check_credentials() {
    [[ -n $region ]] || region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
    [[ -n $region ]] || fail 3 "which region? Give --region or set AWS_REGION."
    export AWS_REGION=$region AWS_DEFAULT_REGION=$region AWS_PAGER=
    account=$(aws sts get-caller-identity --query Account --output text) ||
        fail 3 "AWS does not accept the credentials: aws sts get-caller-identity says why."
    say "Account $account, region $region, stack $stack"
}

# API Gateway refuses a stage with an access log where the account has no role for it.
deploy_logs_role() {
    local role
    role=$(aws apigateway get-account --query cloudwatchRoleArn --output text)
    [[ -n $role && $role != None ]] || {
        say "API Gateway has no role to write logs with in this account and region: it gets one."
        deploy_options=(--capabilities CAPABILITY_IAM)
        deploy_stack api-gateway-logs "$root/deploy/api-gateway-logs.template"
    }
}

# The owner is checked because the name can be guessed: a bucket of somebody else's would get to choose the code.
make_bucket() {
    [[ -n $bucket ]] || bucket=petstore-deploy-$account-$region
    aws s3api head-bucket --bucket "$bucket" --expected-bucket-owner "$account" >/dev/null 2>&1 && return
    local location=()
    [[ $region == us-east-1 ]] || location=(--create-bucket-configuration "LocationConstraint=$region")
    run aws s3api create-bucket --bucket "$bucket" "${location[@]}"
    run aws s3api put-public-access-block --bucket "$bucket" --public-access-block-configuration \
        BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
}

build_package() {
    if [[ -z $package ]]; then
        local runtime architecture
        runtime=$(effective FunctionRuntime dotnet10)
        architecture=$(effective FunctionArchitecture x86_64)
        package=$("$root/deploy/package.sh" --runtime "$runtime" --architecture "$architecture" | sed -n 1p)
    fi
    artifacts=$(cd "$(dirname "$package")" && pwd)
}

# effective <parameter> <default>: as given, else as the existing stack has it (a deployment keeps that), else the default.
effective() {
    local value=${parameters[$1]:-}
    [[ -n $value ]] || value=$(stack_parameter "$stack" "$1")
    echo "${value:-$2}"
}

# One value for all that a version of the function is made of. SAM by itself publishes nothing when only parameters change.
revision() {
    { cat "$package" "$artifacts/serverless.template" && list_parameters; } | checksum
}

checksum() {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-40
}

deploy_api() {
    local list
    set_parameter "FunctionRevision=$(revision)"
    place_endpoints
    mapfile -t list < <(list_parameters)
    print_change "$stack" "${list[@]}"
    run aws cloudformation package --template-file "$artifacts/serverless.template" --use-json \
        --s3-bucket "$bucket" --s3-prefix "$stack" --output-template-file "$artifacts/packaged.template"
    deploy_options=(--capabilities CAPABILITY_IAM --s3-bucket "$bucket" --s3-prefix "$stack")
    deploy_stack "$stack" "$artifacts/packaged.template" "${list[@]}"
}

# The outputs have the alias of the first endpoint only, for CloudFormation cannot loop.
print_aliases() {
    local url ids id
    url=$(stack_output "$stack" EndpointUrl)
    [[ $url == *-vpce-* ]] || return 0
    ids=$(stack_parameter "$stack" AssociatedVpcEndpointIds)
    [[ -n $ids ]] || ids=$(stack_parameter "$stack" AllowedVpcEndpointIds)
    for id in ${ids//,/ }; do
        printf 'Through %s\t%s\n' "$id" "${url/"${ids%%,*}"/"$id"}"
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
    if stack_exists "$stack"; then table=$(stack_output "$stack" TableName); fi
    delete_stack "$stack"
    if $with_endpoint; then delete_stack "$(endpoint_stack)"; fi
    [[ -z $table || $table == None ]] || say "The table $table stays, with its pets. To delete it as well:
    aws dynamodb update-table --table-name $table --no-deletion-protection-enabled
    aws dynamodb delete-table --table-name $table"
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

    check_parameters
    build_package
    if [[ -n $vpc ]]; then
        deploy_endpoint
        use_endpoint
    fi
    deploy_logs_role
    make_bucket
    deploy_api
    print_result
}

main "$@"
