#!/usr/bin/env bash
# Runs on a host inside the VPC and says why calls of the private API fail, with the next step. One file, to be copied there:
# it needs bash, curl, and getent, dig or host. The AWS CLI is not needed.
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
  --wait <seconds>          how long a call may take; default 35, for API Gateway gives up after 29

Exit codes:
   0 all is well                        2 wrong options, or a tool is missing
  10 the name does not resolve         20 the endpoint is not allow-listed      30 the function fails
  11 private DNS is off                21 the policy is not deployed            31 the function takes too long
  12 no connection: security group     22 wrong stage                           32 the app reports an error
  13 connection refused                23 wrong Host or API id                  33 throttled
  14 TLS fails                         24 API key missing or wrong              34 an answer that nobody here gives
  15 the connection breaks off         25 no such path in the API
                                       26 the API wants signed requests (IAM)
                                       27 a public API through private DNS
                                       28 a bearer token and a custom endpoint policy
USAGE
}

fail() { echo "doctor.sh: $*" >&2 && exit 2; }
note() { printf '%-9s %s\n' "$1" "$2"; }

# diagnose <exit code> <cause> <next step>...
diagnose() {
    local code=$1 step
    note CAUSE "$2"
    shift 2
    for step in "$@"; do note next "$step"; done
    exit "$code"
}

read_options() {
    target='' region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}} stage=v1 api_id='' endpoint='' policy='' public_address='' wait=35
    headers=()
    [[ -z ${PETSTORE_API_KEY:-} ]] || headers+=("x-api-key: $PETSTORE_API_KEY")
    while (($# > 0)); do
        case $1 in
            -h | --help) usage && exit 0 ;;
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

# From the target: $url without a slash at the end, $host, and the endpoint's id where the name has it.
read_target() {
    [[ -n $target ]] || fail "which URL or API id? (--help shows the options)"
    if [[ $target =~ ^[a-z0-9]{10}$ ]]; then
        [[ -n $region ]] || fail "which region? Give --region."
        target=https://$target.execute-api.$region.amazonaws.com/$stage/
    fi
    [[ $target =~ ^(https?)://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(:[0-9]+)?(/.*)?$ ]] || fail "no URL and no API id: $target"
    host=${BASH_REMATCH[2]} origin=${BASH_REMATCH[1]}://${BASH_REMATCH[2]}${BASH_REMATCH[3]} path=${BASH_REMATCH[4]%%[?#]*}
    while [[ $path == */ ]]; do path=${path%/}; done
    url=$origin$path
    [[ -n $endpoint || ! $host =~ (vpce-[0-9a-f]+) ]] || endpoint=${BASH_REMATCH[1]}
    [[ -z $policy || -r $policy ]] || fail "cannot read $policy"
    [[ $wait =~ ^[0-9]+$ ]] || fail "--wait takes seconds, not $wait"
}

check_tools() {
    command -v curl >/dev/null || fail "curl is not installed."
    command -v getent >/dev/null || command -v dig >/dev/null || command -v host >/dev/null || fail "one of getent, dig, host is needed."
}

addresses() {
    if [[ $host =~ ^[0-9.]+$ || $host == \[* ]]; then
        echo "$host" | tr -d '[]'
    elif command -v getent >/dev/null; then
        getent ahosts "$host" | awk '{ print $1 }' | sort -u
    elif command -v dig >/dev/null; then
        { dig +short A "$host" && dig +short AAAA "$host"; } | grep -E '^[0-9a-fA-F.:]+$'
    else
        host "$host" | awk '/ has (IPv6 )?address / { print $NF }'
    fi
}

# Private, shared (100.64/10, RFC 6598), unique local, and loopback, where a private gateway runs on this machine.
is_private() {
    [[ $1 =~ ^(10\.|192\.168\.|127\.|172\.(1[6-9]|2[0-9]|3[01])\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|::1$|[fF][cCdD]) ]]
}

check_name() {
    local found address public=
    found=$(addresses | tr '\n' ' ') || true
    found=${found% }
    if [[ -z $found ]]; then
        note name "$host does not resolve"
        [[ $host != *-vpce-*.execute-api.* ]] || diagnose 10 "The API has no alias for this endpoint." \
            "Associate it: the parameter AssociatedVpcEndpointIds of the stack. A new association takes some minutes in DNS."
        diagnose 10 "The name $host is unknown to this host's resolver." "Check its spelling and region." \
            "On premises, private DNS does not resolve: use the endpoint's own name with --api-id, or a Route 53 inbound resolver."
    fi

    note name "$host is $found"
    for address in $found; do is_private "$address" || public=$address; done
    [[ -z $public ]] || diagnose 11 "The name leads to the public address $public, not to a VPC endpoint: private DNS is off, or this host is outside of the VPC." \
        "Switch on private DNS: PrivateDnsEnabled=true of deploy/vpc-endpoint.template; the VPC needs DNS support and DNS host names." \
        "Or use https://<api-id>-<vpce-id>.execute-api.<region>.amazonaws.com/<stage>/, which needs no private DNS."
    note private "all addresses are private"
}

# call <method> <url> [<curl option>...] sets $status (000: no answer), $errortype, $body, $code (curl's exit code), $connected.
call() {
    local method=$1 address=$2 written
    shift 2
    : >"$work/headers" && : >"$work/body"
    code=0
    written=$(curl --silent --show-error --request "$method" --header @"$work/request" --output "$work/body" --dump-header "$work/headers" \
        --connect-timeout 5 --max-time "$wait" --max-filesize 10485760 --write-out '%{http_code} %{time_connect}' "$@" "$address" 2>"$work/error") || code=$?
    status=${written%% *} connected=false
    [[ ${written#* } =~ [1-9] ]] && connected=true
    errortype=$(header x-amzn-errortype)
    body=$(tr -cd '[:print:]' <"$work/body" | cut -c 1-300)
}

header() { awk -F ': *' -v name="$1" 'tolower($1) == name { sub(/\r$/, "", $2); value = $2 } END { print value }' "$work/headers"; }

check_connection() {
    case $code in
        0) return ;;
        7) diagnose 13 "The connection is refused: nothing listens at that address." "Check that the name leads to the VPC endpoint, and that the endpoint is available." ;;
        28) $connected && diagnose 31 "Connected, but no answer within $wait seconds." "Look for timeouts in the function's log; FunctionTimeout and FunctionMemory of the stack."
            diagnose 12 "Nothing answers on the port: the packets are dropped." \
                "The endpoint's security group must admit 443 from this host: ClientCidr1-3 or ClientSecurityGroupId1-2 of deploy/vpc-endpoint.template." \
                "Also this host's own security group (outbound), network ACLs, and the route between the VPCs." ;;
        35 | 51 | 53 | 54 | 58 | 59 | 60 | 64 | 66 | 77 | 80 | 82 | 83 | 90 | 91) diagnose 14 "TLS fails: $(cat "$work/error")" \
            "The name must be one that the certificate covers: API Gateway's own, or a custom domain that this endpoint has access to." \
            "API Gateway speaks TLS 1.2: is a proxy in between, or the host's CA bundle old?" ;;
        *) diagnose 15 "The connection breaks off: $(cat "$work/error")" "Try again; if it stays, look for a proxy or firewall in between." ;;
    esac
}

# Nothing but the name of a refusal is alike in all its causes: further calls tell them apart.
explain_forbidden() {
    local candidate
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
            "Call it by a custom domain of its own, or switch private DNS off and use the alias names for private APIs."
    fi
    [[ $host != *.vpce.amazonaws.com || -n $api_id ]] || diagnose 23 "An endpoint's own name says nothing about the API." "Give --api-id <api-id>: the header x-apigw-api-id."
    diagnose 23 "The endpoint knows no such private API: the API id (in the name, in Host or x-apigw-api-id) or the stage is wrong." \
        "Compare with the outputs ApiId and Url of the stack; API and endpoint are in the same region." \
        "If this API is public: private DNS leads its name here. --public-address makes sure of that."
}

explain_denied() {
    local why="The policy does not let this caller in"
    [[ $body != *"explicit deny"* ]] || why="The policy denies this caller"
    if [[ -n $endpoint && -n $policy ]] && grep -qF "$endpoint" "$policy"; then
        diagnose 21 "The saved policy names $endpoint, and the call is denied: the change of the policy is not deployed." \
            "aws apigateway create-deployment --rest-api-id <api-id> --stage-name <stage>; with this project's stack: run deploy/deploy.sh again."
    fi
    diagnose 20 "$why: the VPC endpoint (${endpoint:-which one is not known: --endpoint}), the VPC or the address is not allow-listed." \
        "Put the endpoint into AllowedVpcEndpointIds of the API's stack. Also: AllowedVpcIds, AllowedSourceCidrs, the endpoint's own policy." \
        "If the policy names it already, the change is not deployed: --endpoint and --policy make sure of that."
}

explain_missing_token() {
    call OPTIONS "$url/pets/"
    [[ $status != 2* ]] || diagnose 26 "The API wants signed requests (IAM)." \
        "curl --aws-sigv4 'aws:amz:<region>:execute-api' --user <key>:<secret>; the caller's own policy must allow execute-api:Invoke."
    diagnose 25 "The API has no resource or method for this path." "The URL ends with the stage; the template needs both / and /{proxy+}."
}

# A header that the same call succeeds without is the cause.
explain_authorization() {
    grep -qi '^authorization:' "$work/request" || return 0
    sed -i.all '/^[Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn]:/d' "$work/request"
    local before=$status$errortype
    call GET "$url/pets/"
    [[ $status != 2* ]] || diagnose 28 "With the Authorization header the call is refused, without it it succeeds: the VPC endpoint has a policy of its own, so a token is taken for a signature." \
        "Give the endpoint full access again (EndpointPolicy of deploy/vpc-endpoint.template empty), or send the token in another header."
    mv "$work/request.all" "$work/request"
    call GET "$url/pets/"
    [[ $before == "$status$errortype" ]] || note note "the answers differ from call to call"
}

explain_answer() {
    note answer "$status $errortype $body"
    case $status in
        403) explain_authorization ;;
    esac
    case $status/$errortype in
        403/AccessDeniedException*) explain_denied ;;
        403/ForbiddenException*) explain_forbidden ;;
        403/MissingAuthenticationTokenException*) explain_missing_token ;;
        403/*Signature*) diagnose 26 "The signature is not valid." "Sign for the service execute-api, the API's region and the Host that is sent; check the clock." ;;
        429/*) diagnose 33 "Throttled: $body" "'Too Many Requests': ThrottlingRateLimit or ApiKeyRateLimit of the stack. 'Limit Exceeded': the key's quota is used up." ;;
        502/*) diagnose 30 "The function fails, or its answer is no proxy response." "Read the function's log (output FunctionLogGroupName), request id $(header x-amzn-requestid)." ;;
        504/*) diagnose 31 "The function takes longer than API Gateway waits (29 s)." "Look for timeouts in the function's log; can it reach DynamoDB from its subnets?" ;;
        4* | 5*) diagnose 32 "The app answers with an error." "Request id $(header x-amzn-requestid): the log has the same. /health/ready tells whether the store answers." ;;
        *) diagnose 34 "$status is no answer of this API." "Is something else behind this name? A proxy (http_proxy, https_proxy) in between?" ;;
    esac
}

check_call() {
    call GET "$url$1"
    check_connection
    [[ $status == 200 ]] || explain_answer
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
    note OK "everything works: $url/pets/"
}

main "$@"
