# Who gets in: the stack's access mode, and where --endpoints goes in it.

listed=AllowListedVpcEndpoints
open=AnyVpcEndpointWithApiKey

# $mode: the mode that the stack will have. $former_mode: the mode it has; empty where there is no stack.
read_mode() {
    former_mode=$(stack_parameter "$stack" AccessMode)
    mode=$(effective AccessMode $listed)
}

# CloudFormation's rules would refuse the same, but only after an endpoint was made.
check_access() {
    [[ $mode == "$listed" ]] || return 0
    [[ -n $(parameter AllowedVpcEndpointIds)$endpoints$vpc ]] || { [[ $former_mode == "$listed" ]] && ! is_given AllowedVpcEndpointIds; } ||
        fail 2 "nobody would be let in: give --endpoints, or --vpc with --subnets and --clients, or AccessMode=$open."
}

# The mode decides what endpoints are for: they are let in, or (where every endpoint is) only get a DNS alias.
# $endpoint is the endpoint of this stack's own; --vpc alone adds it to those that the stack has.
place_endpoints() {
    local key=AllowedVpcEndpointIds ids
    [[ $mode == "$listed" ]] || key=AssociatedVpcEndpointIds
    ids=$(join_ids "$endpoint,$endpoints,$(parameter $key)")
    [[ -n $ids ]] || return 0
    if [[ -z $endpoints ]] && ! is_given $key; then ids=$(join_ids "$(stack_parameter "$stack" $key),$ids"); fi
    parameters=$(grep -v "^$key=" <<<"$parameters" || true)$'\n'$key=$ids
}

# A change of the mode takes something from somebody: says what, and asks.
change_mode() {
    [[ -n $former_mode && $former_mode != "$mode" ]] || return 0
    local allowed
    allowed=$(stack_parameter "$stack" AllowedVpcEndpointIds)
    say "$stack: AccessMode changes from $former_mode to $mode."
    if [[ $mode == "$open" ]]; then
        say "    Every VPC endpoint of every account in $region is let in. Clients without an API key are refused with 403,
    those of $allowed too: hand out the key first (aws apigateway get-api-key, output ApiKeyId)."
        set_parameter AllowedVpcEndpointIds=
        is_given Authorization || set_parameter Authorization=None
        [[ -n $endpoints ]] || is_given AssociatedVpcEndpointIds || endpoints=$(join_ids "$(stack_parameter "$stack" AssociatedVpcEndpointIds),$allowed")
    else
        say "    Only the endpoints given are let in; everybody else is refused with 403. The API key $(stack_output "$stack" ApiKeyId)
    and its usage plan are deleted. The key's value cannot be restored: after a change back, clients need a new one."
    fi
    confirm "$stack"
}
