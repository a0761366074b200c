# The interface endpoint: a stack of its own, because one serves every private API of a VPC.

endpoint_stack() { echo "$stack-endpoint"; }

endpoint_template() { echo "$root/deploy/vpc-endpoint.template"; }

# Prints the parameters of vpc-endpoint.template for the options that were given.
endpoint_parameters() {
    [[ -z $vpc ]] || echo "VpcId=$vpc"
    [[ -z $subnets ]] || echo "SubnetIds=$subnets"
    [[ -z $private_dns ]] || echo "PrivateDnsEnabled=$private_dns"
    [[ -z $address_type ]] || echo "IpAddressType=$address_type"
    # On one line, as a parameter has to be.
    [[ -z $endpoint_policy ]] || echo "EndpointPolicy=$([[ $endpoint_policy == none ]] || tr -d '\r\n' <"$endpoint_policy")"
    [[ -z $clients ]] || client_parameters
}

# --clients is the whole truth: what it does not name is passed as empty, and so removed from an existing stack.
client_parameters() {
    local client cidrs=() wide=() groups=() lists=()
    for client in ${clients//,/ }; do
        case $client in
            sg-*) groups+=("$client") ;;
            pl-*) lists+=("$client") ;;
            *:*/*) wide+=("$client") ;;
            */*) cidrs+=("$client") ;;
            *) fail 2 "--clients takes CIDR blocks, security groups (sg-) and a prefix list (pl-), not $client." ;;
        esac
    done
    ((${#cidrs[@]} <= 3 && ${#wide[@]} <= 1 && ${#groups[@]} <= 2 && ${#lists[@]} <= 1)) ||
        fail 2 "--clients takes up to 3 IPv4 blocks, 1 IPv6 block, 2 security groups and 1 prefix list; put more blocks into a prefix list."
    printf '%s\n' "ClientCidr1=${cidrs[0]-}" "ClientCidr2=${cidrs[1]-}" "ClientCidr3=${cidrs[2]-}" "ClientCidrIpv6=${wide[0]-}" \
        "ClientSecurityGroupId1=${groups[0]-}" "ClientSecurityGroupId2=${groups[1]-}" "ClientPrefixListId=${lists[0]-}"
}

# Before anything is made, because an endpoint costs money from its first hour.
check_endpoint_options() {
    local given line
    [[ -z $endpoints ]] || check_ids --endpoints vpce "$endpoints"
    [[ -z $vpc ]] || check_ids --vpc vpc "$vpc"
    [[ -z $subnets ]] || check_ids --subnets subnet "$subnets"
    [[ -z $endpoint_policy || $endpoint_policy == none || -r $endpoint_policy ]] || fail 2 "cannot read $endpoint_policy."
    given=$(endpoint_parameters) || exit
    while IFS= read -r line; do
        [[ -z $line ]] || check_value "$(endpoint_template)" "$line"
    done <<<"$given"
}

# A new endpoint needs all of it; of an existing one the options change what they name.
check_endpoint_stack() {
    if stack_exists "$(endpoint_stack)" && ! is_dead "$(endpoint_stack)"; then return; fi
    [[ -n $vpc && -n $subnets && -n $clients ]] || fail 2 "--vpc, --subnets and --clients go together: there is no stack $(endpoint_stack) yet."
    refuse_second_endpoint
}

# A VPC has room for one endpoint with private DNS for the same service; AWS's own error comes only after minutes.
refuse_second_endpoint() {
    local existing
    [[ $private_dns != false ]] || return 0
    existing=$(aws ec2 describe-vpc-endpoints --output text \
        --filters "Name=vpc-id,Values=$vpc" "Name=service-name,Values=com.amazonaws.$region.execute-api" \
        --query 'VpcEndpoints[?PrivateDnsEnabled].VpcEndpointId')
    [[ -z $existing || $existing == None ]] ||
        fail 4 "$vpc already has an endpoint for execute-api with private DNS. Use it: --endpoints $existing (or --no-private-dns)."
}

deploy_endpoint() {
    local line list=()
    while IFS= read -r line; do list+=("$line"); done < <(endpoint_parameters)
    print_change "$(endpoint_stack)" "${list[@]}"
    deploy_options=()
    deploy_stack "$(endpoint_stack)" petstore-endpoint "$(endpoint_template)" "${list[@]}"
}

# With --vpc the stack's endpoint is let in ($endpoint). Where a dry run made none, a placeholder stands for its id.
use_endpoint() {
    [[ -n $vpc ]] || return 0
    if stack_exists "$(endpoint_stack)" && ! is_dead "$(endpoint_stack)"; then endpoint=$(stack_resource "$(endpoint_stack)" Endpoint); fi
    if [[ -z $endpoint || $endpoint == None ]]; then
        $dry_run || fail 4 "the stack $(endpoint_stack) has no endpoint."
        endpoint='<id of the new endpoint>'
    fi
}
