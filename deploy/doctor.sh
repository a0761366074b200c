#!/usr/bin/env bash
# Runs on a host inside the VPC and says why calls of the private API fail, with the next step. One file, to be copied there:
# it needs bash (3.2 or newer), curl, and getent, dig or host. The AWS CLI is not needed.
set -euo pipefail

usage() {
    cat <<'USAGE'
Usage: doctor.sh <url | api-id> [options]

  <url>                     the stage, such as https://abcde12345.execute-api.eu-west-1.amazonaws.com/v1/
  <api-id>                  short for that; with --region (default: AWS_REGION) and --stage (default: v1)
  --api-id <id>             sends x-apigw-api-id, as an endpoint's own DNS name (vpce-...vpce.amazonaws.com) needs it
  --api-key <key>           sends x-api-key (or set PETSTORE_API_KEY)
  --header '<name>: <text>' sends a header, such as Authorization
  --endpoint <vpce-id>      the VPC endpoint that this host comes through, where the URL does not name it
  --policy <file>           the policy as it is saved now: aws apigateway get-rest-api --rest-api-id <id> --query policy
  --public-address <ip>     what the name resolves to outside of the VPC: tells a public API from an unknown one
  --wait <seconds>          how long a call may take; default 35, because API Gateway gives up after 29
  --json                    prints one JSON object: exitCode, cause, next, and what was seen

Exit codes, explained in deploy/README.md:
   0 everything works                   20 a policy refuses the caller           30 the function fails
   2 wrong options, or a missing tool   21 listed, and refused all the same      31 the function takes too long
  10 the name does not resolve          22 wrong stage                           32 the app reports an error
  11 private DNS is off                 23 wrong Host or API id                  33 throttled
  12 no connection: security group      24 API key missing or wrong              34 API Gateway did not send this answer
  13 connection refused                 25 no such path in the API               35 API Gateway cannot invoke the function
  14 the certificate does not fit       26 the API wants a valid signature (IAM) 36 the request is too large
  15 the connection breaks              27 a public API through private DNS      37 an authorizer wants to know who calls
  16 the resolver does not answer       28 a signature and an endpoint policy    38 some addresses of the endpoint fail
  17 no route                           29 the credentials have expired
  18 connected, but no TLS handshake
  19 a proxy variable leads elsewhere
  39 http:// instead of https://
USAGE
}

fail() { echo "doctor.sh: $*" >&2 && exit 2; }
note() { $json || printf '%-9s %s\n' "$1" "$2"; }

# diagnose <exit code> <cause> <next step>...
diagnose() {
    local code=$1 cause=$2 step
    shift 2
    if $json; then
        print_json "$code" "$cause" "$@"
    else
        note "$([[ $code == 0 ]] && echo OK || echo CAUSE)" "$cause"
        for step in "$@"; do note next "$step"; done
    fi
    exit "$code"
}

# print_json <exit code> <cause> <next step>...
print_json() {
    local code=$1 cause=$2 item list=''
    shift 2
    for item in "$@"; do list+=${list:+,}$(quote "$item"); done
    printf '{"exitCode":%d,"cause":%s,"next":[%s],"url":%s,"addresses":[' "$code" "$(quote "$cause")" "$list" "$(quote "$url")"
    list=''
    for item in $addresses; do list+=${list:+,}$(quote "$item"); done
    printf '%s],"status":%d,"errorType":%s,"requestId":%s,"body":%s}\n' \
        "$list" "$((10#${status:-0}))" "$(quote "$errortype")" "$(quote "$request_id")" "$(quote "$body")"
}

quote() { printf '"%s"' "$(printf '%s' "$1" | tr -cd '[:print:]' | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

read_options() {
    target='' region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}} stage=v1 api_id='' endpoint='' policy='' public_address='' wait=35 json=false
    url='' addresses='' status='' errortype='' request_id='' body='' headers=() direct=()
    [[ -z ${PETSTORE_API_KEY:-} ]] || headers+=("x-api-key: $PETSTORE_API_KEY")
    while (($# > 0)); do
        case $1 in
            -h | --help) usage && exit 0 ;;
            --json) json=true && shift && continue ;;
            --*) (($# > 1)) || fail "$1 is unknown or needs a value (--help shows the options)." ;;
            *)
                [[ -z $target ]] || fail "one URL or API id, not also $1"
                target=$1 && shift && continue
                ;;
        esac
        case $1 in
            --region) region=$2 ;;
            --stage) stage=$2 ;;
            --api-id) api_id=$2 && headers+=("x-apigw-api-id: $2") ;;
            --api-key) headers+=("x-api-key: $2") ;;
            --header) headers+=("$2") ;;
            --endpoint) endpoint=$2 ;;
            --policy) policy=$2 ;;
            --public-address) public_address=$2 ;;
            --wait) wait=$2 ;;
            *) fail "unknown option $1 (--help shows the options)." ;;
        esac
        shift 2
    done
}

# From the target: $url without a slash at the end, $host, $port, and the endpoint's id where the name has it.
read_target() {
    local pattern='^(https?)://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(:[0-9]+)?(/.*)?$'
    [[ -n $target ]] || fail "which URL or API id? (--help shows the options)"
    if [[ $target =~ ^[a-z0-9]{10}$ ]]; then
        [[ -n $region ]] || fail "which region? Give --region."
        target=https://$target.execute-api.$region.amazonaws.com/$stage/
    fi
    [[ $target =~ $pattern ]] || fail "neither a URL nor an API id: $target"
    scheme=${BASH_REMATCH[1]} host=${BASH_REMATCH[2]} port=${BASH_REMATCH[3]#:} origin=${BASH_REMATCH[1]}://${BASH_REMATCH[2]}${BASH_REMATCH[3]} path=${BASH_REMATCH[4]%%[?#]*}
    [[ -n $port ]] || { [[ $scheme == https ]] && port=443 || port=80; }
    while [[ $path == */ ]]; do path=${path%/}; done
    pattern='^(/[^/]+)?/(pets|health|swagger|openapi\.json)(/.*)?$'
    [[ ! $path =~ $pattern ]] || { path=${BASH_REMATCH[1]} && note stage "the stage's URL is $origin$path/"; }
    url=$origin$path
    [[ -n $endpoint || ! $host =~ vpce-[0-9a-f]+ ]] || endpoint=${BASH_REMATCH[0]}
    [[ -z $policy || -r $policy ]] || fail "cannot read $policy"
    [[ $wait =~ ^[0-9]+$ ]] || fail "--wait takes seconds, not $wait"
}

check_tools() {
    command -v curl >/dev/null || fail "curl is not installed."
    command -v getent >/dev/null || command -v dig >/dev/null || command -v host >/dev/null || fail "one of getent, dig, host is needed."
}

resolve() {
    if [[ $1 =~ ^[0-9.]+$ || $1 == \[* ]]; then
        echo "$1" | tr -d '[]'
    elif command -v getent >/dev/null; then
        getent ahosts "$1" | awk '{ print $1 }' | sort -u
    elif command -v dig >/dev/null; then
        { dig +short A "$1" && dig +short AAAA "$1"; } | grep -E '^[0-9a-fA-F.:]+$'
    else
        host "$1" | awk '/ has (IPv6 )?address / { print $NF }'
    fi
}

# "No such name" and "no answer" look alike to programs; dig and host tell them apart, getent only by another name.
resolver_is_down() {
    local answer
    if command -v dig >/dev/null; then
        answer=$(dig "$host" 2>&1) || true
    elif command -v host >/dev/null; then
        answer=$(host "$host" 2>&1) || true
    else
        [[ -z $(resolve amazonaws.com) ]]
        return
    fi
    grep -qE 'no servers could be reached|connection refused|SERVFAIL|REFUSED' <<<"$answer"
}

# Private, shared (100.64/10, RFC 6598), unique local, and loopback, where a private gateway runs on this machine.
is_private() {
    local pattern='^(10\.|192\.168\.|127\.|172\.(1[6-9]|2[0-9]|3[01])\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|::1$|[fF][cCdD])'
    [[ $1 =~ $pattern ]]
}

# $public: an address that looks public. A hint alone: in a VPC, IPv6 addresses do, and IPv4 addresses may.
check_name() {
    local address
    public=''
    addresses=$(resolve "$host" | tr '\n' ' ') || true
    addresses=${addresses% }
    for address in $addresses; do is_private "$address" || public=$address; done
    if [[ -n $addresses ]]; then
        note name "$host is $addresses"
        return
    fi

    note name "$host does not resolve"
    resolver_is_down && diagnose 16 "This host's resolver does not answer." \
        "Look into /etc/resolv.conf. In a VPC the resolver is 169.254.169.253, or the VPC's base address plus two, unless its DHCP options name another." \
        "The VPC needs enableDnsSupport; a network ACL or firewall must let port 53 pass, UDP and TCP."
    [[ $host != *-vpce-*.execute-api.* ]] || diagnose 10 "The API has no alias for this endpoint." \
        "Associate it: the parameter AssociatedVpcEndpointIds of the stack. A new association takes some minutes in DNS."
    diagnose 10 "The name $host is unknown to this host's resolver." "Check its spelling and region." \
        "On premises, private DNS does not resolve: use the endpoint's own name with --api-id, or a Route 53 inbound resolver."
}

# call <method> <url> [<curl option>...] sets $status (000: no answer), $errortype, $request_id, $body, $code (curl's exit code),
# $connected and $secured.
call() {
    local method=$1 address=$2 written times
    shift 2
    : >"$work/headers" && : >"$work/body"
    code=0
    written=$(curl --silent --show-error --verbose --request "$method" --header @"$work/request" --output "$work/body" --dump-header "$work/headers" \
        --connect-timeout 5 --max-time "$wait" --max-filesize 10485760 --write-out '%{http_code} %{time_connect} %{time_appconnect} %{local_ip}' \
        ${direct[@]+"${direct[@]}"} "$@" "$address" 2>"$work/error") || code=$?
    read -r status times secured own_address <<<"$written " || true
    connected=false
    if [[ $times =~ [1-9] ]] || grep -qE '^\* Connected to|SSL connection timeout' "$work/error"; then connected=true; fi
    if [[ $secured =~ [1-9] ]]; then secured=true; else secured=false; fi
    errortype=$(header x-amzn-errortype) && errortype=${errortype%%:*}
    request_id=$(header x-amzn-requestid)
    body=$(tr -cd '[:print:]' <"$work/body" | cut -c 1-300)
}

header() { awk -F ': *' -v name="$1" 'tolower($1) == name { value = substr($0, index($0, ":") + 1); gsub(/^ +|\r$/, "", value) } END { print value }' "$work/headers"; }

# Of --verbose only what went wrong.
error() { sed -n 's/^curl: ([0-9]*) //p; s/^\* *\(.*failed: .*\)/\1/p' "$work/error" | tr '\n' ' ' | tr -cd '[:print:]'; }

# A proxy makes the call in this host's place, and from another network the name leads elsewhere. curl says which variable it used.
check_proxy() {
    local variable
    variable=$(sed -n 's/^\* Uses proxy env variable \([A-Za-z_]*\) == .*/\1/p' "$work/error" | grep -vi '^no_proxy$' | head -n 1) || true
    [[ -n $variable ]] || return 0
    note proxy "$variable is set"
    [[ $status != 200 || -z $request_id ]] || return 0
    direct=(--noproxy '*')
    call GET "$url/health/live"
    [[ -z $request_id ]] || diagnose 19 "The proxy of $variable leads the call out of the VPC, or does not answer: without it, API Gateway answers ($status)." \
        "curl --noproxy '*' $url/pets/" \
        "For every program: export no_proxy=\${no_proxy:+\$no_proxy,}.amazonaws.com; some read NO_PROXY instead, so set both."
}

check_connection() {
    [[ $code != 0 ]] || return 0
    note failed "$(error)"
    [[ $scheme == https || $host != *.amazonaws.com ]] || diagnose 39 "API Gateway answers on https:// only." "Call https://${url#http://}/"
    [[ $connected == true || -z $public ]] || diagnose 11 "The name leads to $public, where nothing answers: private DNS is off, or this host is outside of the VPC." \
        "Switch on private DNS: PrivateDnsEnabled=true of deploy/vpc-endpoint.template; the VPC needs DNS support and DNS host names." \
        "Or use https://<api-id>-<vpce-id>.execute-api.<region>.amazonaws.com/<stage>/, which needs no private DNS. Where the VPC itself uses such addresses, this is the security group: see 12."
    case $code in
        7)
            ! grep -qiE 'no route to host|unreachable|prohibited' "$work/error" || diagnose 17 "There is no route to the endpoint, or a firewall in between says no." \
                "Route tables on both sides (peering, transit gateway, VPN); a firewall that answers 'prohibited' (ICMP)."
            diagnose 13 "The connection is refused: nothing listens at that address." "Check that the name leads to the VPC endpoint, and that the endpoint is available."
            ;;
        28)
            $connected || diagnose 12 "Nothing answers on the port: the packets are dropped." \
                "The endpoint's security group must admit port 443 from this host (${own_address:-its address}): --clients of deploy/deploy.sh." \
                "Also this host's own security group (outbound), network ACLs, and the route between the VPCs."
            [[ $scheme == http ]] || $secured || no_handshake
            diagnose 31 "Connected, but no answer within $wait seconds." "Look for timeouts in the function's log; FunctionTimeout and FunctionMemory of the stack."
            ;;
        35 | 51 | 53 | 54 | 58 | 59 | 60 | 64 | 66 | 77 | 80 | 82 | 83 | 90 | 91)
            ! grep -qiE '^curl: .*(reset|SSL_ERROR_SYSCALL|unexpected eof|timeout)' "$work/error" || no_handshake
            diagnose 14 "TLS fails: $(error)" \
                "The name must be one that the certificate covers: API Gateway's own, or a custom domain that this endpoint has access to." \
                "A certificate of somebody else comes from a proxy in between; an unknown issuer also from an old CA bundle on this host."
            ;;
        *) diagnose 15 "The connection breaks: $(error)" "Try again; if it stays, look for a proxy or firewall in between." ;;
    esac
}

no_handshake() {
    diagnose 18 "The connection is made, but the TLS handshake gets lost: the security group is not the cause." \
        "Large packets are dropped on the way: lower the MTU (ip link set dev eth0 mtu 1400) and let ICMP 'fragmentation needed' pass." \
        "A firewall inspects TLS: exempt *.execute-api.<region>.amazonaws.com. The endpoint answers TLS 1.2 and newer."
}

# Each address is a network interface in one subnet: one that fails hits some calls only.
check_each_address() {
    local address failed='' good=''
    [[ $addresses == *' '* ]] || return 0
    for address in $addresses; do
        call GET "$url/health/live" --resolve "$host:$port:$([[ $address == *:* ]] && echo "[$address]" || echo "$address")"
        if [[ $code == 0 ]]; then good+=" $address"; else failed+=" $address"; fi
    done
    if [[ -n $failed && -n $good ]]; then
        diagnose 38 "Some addresses of the endpoint do not answer:$failed (these do:$good)." \
            "Their subnets: aws ec2 describe-network-interfaces --filters Name=addresses.private-ip-address,Values=$(tr ' ' , <<<"${failed# }") --query 'NetworkInterfaces[].[PrivateIpAddress,SubnetId,AvailabilityZone,Status]'" \
            "Compare those subnets' network ACLs and route tables with the others'. IPv6 addresses need an IPv6 client CIDR in the security group (ClientCidrIpv6)."
    fi
}

# API Gateway's "Forbidden" is the same for all its causes: further calls tell them apart.
explain_forbidden() {
    local candidate
    [[ -z $public ]] || diagnose 11 "The name leads to the public address $public, and API Gateway's public side answers: private DNS is off, or this host is outside of the VPC." \
        "Switch on private DNS: PrivateDnsEnabled=true of deploy/vpc-endpoint.template; the VPC needs DNS support and DNS host names." \
        "Or use https://<api-id>-<vpce-id>.execute-api.<region>.amazonaws.com/<stage>/, which needs no private DNS."
    call OPTIONS "$url/pets/"
    [[ $status != 2* ]] || diagnose 24 "The API key is missing, wrong, or not in a usage plan of this stage (without a key, OPTIONS is answered)." \
        "Give --api-key. The key: aws apigateway get-api-key --include-value --api-key <output ApiKeyId of the stack>"
    for candidate in v1 prod Prod dev test; do
        [[ $path != "/$candidate" ]] || continue
        call OPTIONS "$origin/$candidate/pets/"
        [[ $status != 2* ]] || diagnose 22 "There is no stage '${path#/}'; '$candidate' answers." "Call $origin/$candidate/"
    done
    if [[ -n $public_address ]]; then
        call GET "$url/pets/" --connect-to "::$public_address:"
        [[ $status == 000 || $errortype == ForbiddenException ]] || diagnose 27 "This is a public API: with private DNS its name leads to the VPC endpoint, which serves private APIs only." \
            "Public custom domains do not help: their target name is below execute-api too. Switch private DNS off, use the alias names for private APIs," \
            "or make a private hosted zone for the names of the private APIs alone, with alias records to the endpoint, instead of private DNS."
    fi
    [[ $host != *.vpce.amazonaws.com || -n $api_id ]] || diagnose 23 "An endpoint's own name does not name the API." "Give --api-id <api-id>: the header x-apigw-api-id."
    diagnose 23 "The endpoint knows no such private API: the API id (in the name, in Host or x-apigw-api-id) or the stage is wrong." \
        "Compare with the outputs ApiId and Url of the stack; API and endpoint are in the same region." \
        "If this API is public, private DNS leads its name here: --public-address checks that."
}

explain_denied() {
    local why="No policy lets this caller in" who=${endpoint:-which one is not known: --endpoint}
    [[ $body != *"explicit deny"* ]] || why="A policy denies this caller"
    if [[ -n $endpoint && -n $policy ]] && grep -qF "$endpoint" "$policy"; then
        ! grep -qiE 'aws:(VpcSourceIp|SourceVpc)\\?"' "$policy" || diagnose 20 "$why, although the saved policy names $endpoint: it also narrows by VPC or address, and this host calls from ${own_address:-an unknown address}." \
            "Compare with aws:VpcSourceIp (AllowedSourceCidrs) and aws:SourceVpc (AllowedVpcIds) in $policy." \
            "If both fit, the change is not deployed, or the endpoint's own policy refuses: aws ec2 describe-vpc-endpoints --vpc-endpoint-ids $endpoint --query 'VpcEndpoints[].PolicyDocument'"
        diagnose 21 "The saved policy names $endpoint, and the call is refused: the change is not deployed, or the endpoint's own policy refuses." \
            "First the endpoint's policy: aws ec2 describe-vpc-endpoints --vpc-endpoint-ids $endpoint --query 'VpcEndpoints[].PolicyDocument'" \
            "Then deploy: aws apigateway create-deployment --rest-api-id <api-id> --stage-name <stage>; with this project's stack, run deploy/deploy.sh again."
    fi
    diagnose 20 "$why: the VPC endpoint ($who), the VPC, or the address ${own_address:-of this host}." \
        "The API's policy: AllowedVpcEndpointIds, AllowedVpcIds, AllowedSourceCidrs of the stack. This project's policy always denies explicitly; --endpoint and --policy compare it." \
        "The endpoint's policy (EndpointPolicy): refuses the same call to every API. A signed caller's IAM policy: execute-api:Invoke; in another account, the API's policy (AllowedPrincipals) too."
}

explain_missing_token() {
    call OPTIONS "$url/pets/"
    [[ $status != 2* ]] || diagnose 26 "The API wants signed requests (IAM)." \
        "curl --aws-sigv4 'aws:amz:<region>:execute-api' --user <key>:<secret>; the caller's own policy must allow execute-api:Invoke."
    diagnose 25 "The API has no resource or method for this path." "The URL ends with the stage; the template needs both / and /{proxy+}."
}

# A header without which the same call succeeds is the cause.
explain_authorization() {
    local before=$status$errortype seen=$body
    grep -qi '^authorization:' "$work/request" || return 0
    cp "$work/request" "$work/request.all"
    grep -vi '^authorization:' "$work/request.all" >"$work/request"
    call GET "$url/pets/"
    [[ $status != 2* ]] || diagnose 28 "With the Authorization header the call is refused, without it it succeeds: a policy of the VPC endpoint refuses the identity that the header gives." \
        "Give the endpoint full access again (deploy/deploy.sh --endpoint-policy none), or send the token in another header."
    mv "$work/request.all" "$work/request"
    call GET "$url/pets/"
    [[ $before == "$status$errortype" ]] || note note "the answers differ from call to call: $before $seen"
}

# The header has the access log's id; the app's error has the function's.
ids() {
    local own
    own=$(sed -n 's/.*"requestId": *"\([^"]*\)".*/\1/p' <<<"$body")
    echo "Access log: requestId $request_id.${own:+ Function log: $own.}"
}

explain_stranger() {
    local server via
    server=$(header server) via=$(header via)
    diagnose 34 "API Gateway did not send this answer ($status): it has no x-amzn-requestid.${server:+ Server: $server.}${via:+ Via: $via.}" \
        "Something in between answers: a proxy, a load balancer ('awselb'), a portal, a web server behind the name. Compare the address with the endpoint's." \
        "An ALB in front of the endpoint must keep the Host header (or send x-apigw-api-id), speak HTTPS to the endpoint's addresses, and take 403 as healthy."
}

explain_answer() {
    note answer "$status $errortype $body"
    [[ -n $request_id ]] || explain_stranger
    [[ $status != 403 ]] || explain_authorization
    case $status/$errortype in
        401/*) diagnose 37 "An authorizer of the API wants to know who calls." "Send what it asks for: --header 'Authorization: Bearer <token>'." ;;
        403/AccessDeniedException) explain_denied ;;
        403/ForbiddenException) explain_forbidden ;;
        403/MissingAuthenticationTokenException) explain_missing_token ;;
        403/ExpiredTokenException | 403/UnrecognizedClientException) diagnose 29 "The credentials of the signature have expired, or are unknown to AWS." "aws sts get-caller-identity tells; a role's session needs its token as well (X-Amz-Security-Token)." ;;
        403/*Signature*) diagnose 26 "The signature is not valid." "Sign for the service execute-api, the API's region and the Host that is sent; check the clock." ;;
        413/* | 414/* | 431/*) diagnose 36 "The request is too large." "10 MB for a body (6 MB for Lambda), 8,000 bytes for all headers, 8,192 characters for a URL." ;;
        429/*) diagnose 33 "Throttled: $body" "'Too Many Requests': ThrottlingRateLimit or ApiKeyRateLimit of the stack. 'Limit Exceeded': the key's quota is used up." ;;
        500/?*) diagnose 35 "API Gateway cannot invoke the function; the function has not seen this call." \
            "Its permission (AWS::Lambda::Permission for this API and stage), its concurrency (ReservedConcurrency, the account's limit: alarm on Throttles), or its state." "$(ids) integrationError there has Lambda's words." ;;
        502/?*) diagnose 30 "The function fails, or its answer is not a proxy response." "Read the function's log (output FunctionLogGroupName). $(ids) integrationRequestId there is the function's." ;;
        504/?*) diagnose 31 "The function takes longer than API Gateway waits (29 s unless raised)." "Look for timeouts in the function's log; can it reach DynamoDB from its subnets?" ;;
        4*/ | 5*/) diagnose 32 "The app answers with an error." "$(ids) /health/ready tells whether the store answers." ;;
        *) diagnose 34 "$status $errortype is not an answer of this API." "Does the name or the mapping lead to another API? Compare ApiId." ;;
    esac
}

# check_call <path> <name for the note>
check_call() {
    call GET "$url$1"
    [[ $1 != /health/live ]] || check_proxy
    check_connection
    [[ $status == 200 && -n $request_id ]] || explain_answer
    note "$2" "$1 answers 200 $body"
}

main() {
    read_options "$@"
    read_target
    check_tools
    work=$(umask 077 && mktemp -d)
    trap 'rm -rf "$work"' EXIT
    # Through a file, because a key on the command line can be read by every process of the host.
    printf '%s\n' "Accept: application/json" ${headers[@]+"${headers[@]}"} >"$work/request"

    check_name
    check_call /health/live app
    check_call /pets/ pets
    check_each_address
    diagnose 0 "everything works: $url/pets/"
}

main "$@"
