# The interface endpoint: a stack of its own, because one serves every private API of a VPC.

endpoint_stack() { echo "$stack-endpoint"; }

# Turns the list of --clients into the parameters of vpc-endpoint.template.
client_parameters() {
    local client cidrs=0 groups=0 lists=0
    for client in ${clients//,/ }; do
        case $client in
            sg-*) echo "ClientSecurityGroupId$((++groups))=$client" ;;
            pl-*) lists=$((lists + 1)) && echo "ClientPrefixListId=$client" ;;
            */*) echo "ClientCidr$((++cidrs))=$client" ;;
            *) fail 2 "--clients takes CIDR blocks, security groups (sg-) and a prefix list (pl-), not $client." ;;
        esac
    done
    ((cidrs <= 3 && groups <= 2 && lists <= 1)) ||
        fail 2 "--clients takes up to 3 CIDR blocks, 2 security groups and 1 prefix list; put more blocks into a prefix list."
}

# A VPC has room for one endpoint with private DNS for the same service; AWS's own error comes only after minutes.
refuse_second_endpoint() {
    local existing
    if [[ $private_dns == false ]] || stack_exists "$(endpoint_stack)"; then return; fi
    existing=$(aws ec2 describe-vpc-endpoints --output text \
        --filters "Name=vpc-id,Values=$vpc" "Name=service-name,Values=com.amazonaws.$region.execute-api" \
        --query 'VpcEndpoints[?PrivateDnsEnabled].VpcEndpointId')
    [[ -z $existing || $existing == None ]] ||
        fail 4 "$vpc has an endpoint for execute-api with private DNS already. Use it: --endpoints $existing (or --no-private-dns)."
}

deploy_endpoint() {
    local parameters given
    given=$(client_parameters)
    mapfile -t parameters <<<"$given"
    parameters=("VpcId=$vpc" "SubnetIds=$subnets" "PrivateDnsEnabled=$private_dns" "${parameters[@]}")
    # On one line, as a parameter has to be. Without the option the stack keeps what it has.
    [[ -z $endpoint_policy ]] || parameters+=("EndpointPolicy=$(tr -d '\r\n' <"$endpoint_policy")")
    refuse_second_endpoint
    print_change "$(endpoint_stack)" "${parameters[@]}"
    deploy_options=()
    deploy_stack "$(endpoint_stack)" "$root/deploy/vpc-endpoint.template" "${parameters[@]}"
}

# Adds the stack's endpoint to $endpoints. Where a dry run made none, a placeholder stands for its id.
use_endpoint() {
    local id=
    if stack_exists "$(endpoint_stack)"; then id=$(stack_resource "$(endpoint_stack)" Endpoint); fi
    if [[ -z $id || $id == None ]]; then
        $dry_run || fail 4 "the stack $(endpoint_stack) has no endpoint."
        id='<id of the new endpoint>'
    fi
    endpoints=$id${endpoints:+,$endpoints}
}
