# The parameters of the API's stack: from files and the command line, the last one counts.

declare -A parameters=()

# set_parameter <Key=Value>
set_parameter() {
    [[ $1 =~ ^[A-Za-z0-9]+= ]] || fail 2 "a parameter is Key=Value, not $1"
    local key=${1%%=*}
    is_declared "$key" || fail 2 "serverless.template has no parameter $key."
    parameters[$key]=${1#*=}
}

is_declared() {
    awk -v start="    \"$1\": {" '/^  "Parameters": \{/ { on = 1 } /^  \}/ { on = 0 } on && index($0, start) == 1 { found = 1 } END { exit !found }' \
        "$root/serverless.template"
}

# Lines of Key=Value; empty lines and lines that start with # are skipped.
read_parameter_file() {
    local line
    [[ -r $1 ]] || fail 2 "cannot read the parameter file $1"
    while IFS= read -r line || [[ -n $line ]]; do
        line=${line%$'\r'}
        [[ -z $line || $line == \#* ]] || set_parameter "$line"
    done <"$1"
}

# The mode decides what the endpoints are for: let in, or (where every endpoint is let in) only given a DNS alias.
place_endpoints() {
    local key=AllowedVpcEndpointIds
    [[ ${parameters[AccessMode]:-AllowListedVpcEndpoints} == AllowListedVpcEndpoints ]] || key=AssociatedVpcEndpointIds
    [[ -z $endpoints ]] || parameters[$key]=$endpoints${parameters[$key]:+,${parameters[$key]}}
}

# Before anything is built or made: the mistake that CloudFormation's rules would refuse only at the end.
check_parameters() {
    [[ ${parameters[AccessMode]:-AllowListedVpcEndpoints} == AllowListedVpcEndpoints ]] || return 0
    [[ -n ${parameters[AllowedVpcEndpointIds]:-}$endpoints$vpc ]] || stack_exists "$stack" ||
        fail 2 "nobody would be let in: give --endpoints, or --vpc with --subnets and --clients, or AccessMode=AnyVpcEndpointWithApiKey."
}

# Prints Key=Value lines, sorted.
list_parameters() {
    local key
    for key in "${!parameters[@]}"; do
        echo "$key=${parameters[$key]}"
    done | LC_ALL=C sort
}
