#!/usr/bin/env bash
# A VPC on a Linux laptop: a shell in a network of its own, where the names of private APIs lead to a VPC endpoint and the
# article's lines answer as in the article. No root, no AWS account; nothing outside of the shell changes.
# dnsmasq takes the place of Amazon's resolver, the private gateway that of the endpoint and API Gateway, nftables that of the security group.
set -euo pipefail
unset CDPATH

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lab=$root/artifacts/lab
region=ap-northeast-1
zone=execute-api.$region.amazonaws.com
resolver=172.31.0.2 client=172.31.5.23
addresses=(172.31.17.157 172.31.45.78 172.31.12.159)
wide=(2600:1f18:147f:e900::a 2600:1f18:147f:e901::b 2600:1f18:147f:e902::c)

usage() {
    cat <<'USAGE'
Usage: deploy/lab.sh [options] [-- <command> [<argument>...]]

Opens a shell in a VPC, or runs the command there and exits with its status. $API is the id of the private API; with more than one,
$API2 and $API3 are those of the others. $ENDPOINT is the VPC endpoint's own DNS name.

  --endpoint listed|other  the VPC endpoint in this VPC: one that the API's policy lists (default), or another one
  --dual-stack             the endpoint has IPv6 addresses too
  --fault <what>           something is wrong in the network (repeatable):
                             security-group   port 443 is closed
                             subnets          two of the endpoint's three subnets drop everything
                             handshake        large packets get lost, and the TLS handshake with them
                             no-route         a firewall on the way says no (ICMP)
                             refused          the endpoint refuses connections
                             private-dns      private DNS is off: the names lead to public addresses
                             resolver         nobody answers DNS
  --template <file>        the API to deploy; default: serverless.template. Repeatable: one endpoint serves every API of the VPC
  --parameter <Key=Value>  a parameter of the template before it (repeatable)
  --function <directory>   the build output of that template's functions; default for serverless.template: PetStore, built now
  --gateway <file>         the private gateway (private-gateway.dll); default: built now
USAGE
}

fail() { echo "lab.sh: $2" >&2 && exit "$1"; }

read_options() {
    endpoint=vpce-0aaa dual_stack=false faults=' ' gateway=${LAB_GATEWAY:-} command=()
    apis=() needs_petstore=false template='' parameters=() function=''
    while (($# > 0)); do
        case $1 in
            -h | --help) usage && exit 0 ;;
            --dual-stack) dual_stack=true && shift && continue ;;
            --) shift && command=("$@") && break ;;
        esac
        (($# > 1)) || fail 2 "$1 is unknown or needs a value (--help shows the options)."
        case $1/$2 in
            --endpoint/listed) ;;
            --endpoint/other) endpoint=vpce-0bbb ;;
            --fault/security-group | --fault/subnets | --fault/handshake | --fault/no-route | --fault/refused | --fault/private-dns | --fault/resolver) faults+="$2 " ;;
            --template/*)
                [[ -z $template ]] || add_api
                template=$(realpath -e "$2") || fail 2 "cannot read $2."
                ;;
            --parameter/*=*) parameters+=("$2") ;;
            --function/*) function=$(realpath -e "$2") || fail 2 "cannot read $2." ;;
            --gateway/*) gateway=$(realpath -e "$2") || fail 2 "cannot read $2." ;;
            *) fail 2 "$1 $2 is not understood (--help shows the options)." ;;
        esac
        shift 2
    done
    add_api
}

# The gateway's words for one API.
add_api() {
    ((${#apis[@]} == 0)) || apis+=(--and)
    apis+=("${template:=$root/serverless.template}")
    if [[ $template == "$root/serverless.template" ]]; then
        apis+=(--parameter-overrides AllowedVpcEndpointIds=vpce-0aaa StageName=v1 FunctionRuntime=dotnet10)
        [[ -n $function ]] || { function=$lab/function && needs_petstore=true; }
    fi
    ((${#parameters[@]} == 0)) || apis+=(--parameter-overrides "${parameters[@]}")
    [[ -z $function ]] || apis+=(--function "$function")
    template='' parameters=() function=''
}

has_fault() { [[ $faults == *" $1 "* ]]; }

check_tools() {
    local tool tools=(dotnet dnsmasq ip unshare curl)
    [[ $(uname) == Linux ]] || fail 3 "this needs Linux's network namespaces; on $(uname), run it in a Linux container or virtual machine."
    [[ $faults == ' ' ]] || tools+=(nft)
    for tool in "${tools[@]}"; do
        PATH=$PATH:/usr/sbin:/sbin command -v "$tool" >/dev/null ||
            fail 3 "$tool is not installed (Debian, Ubuntu: apt-get install curl dnsmasq-base iproute2 nftables util-linux; .NET: https://dot.net)."
    done
}

# Outside, because a package feed cannot be reached from inside.
build() {
    local processor=x64
    [[ $(uname -m) != aarch64 ]] || processor=arm64
    mkdir -p "$lab"
    {
        flock 9
        ! $needs_petstore || publish PetStore.Api "$lab/function" -p:PublishProfile=Lambda -p:RuntimeIdentifier="linux-$processor"
        [[ -n $gateway ]] || { publish PrivateGateway.Tool "$lab/gateway" && gateway=$lab/gateway/private-gateway.dll; }
    } 9>"$lab/lock" >&2
}

publish() { dotnet publish "$root/src/$1" --configuration Release --artifacts-path "$lab/obj" --output "$2" "${@:3}" --nologo --verbosity quiet; }

# A network and a mount namespace; for an ordinary user a user namespace too, in which that user counts as root.
choose_namespaces() {
    namespaces=(--net --mount)
    if [[ $(id -u) == 0 ]] && unshare "${namespaces[@]}" true 2>/dev/null; then return; fi
    namespaces=(--user --map-root-user --net --mount)
    unshare "${namespaces[@]}" true 2>/dev/null || fail 3 "this system does not let $(id -un) make a network namespace. Run it with sudo, or allow it:
  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0   (Ubuntu 24.04 and newer)
  sudo sysctl -w kernel.unprivileged_userns_clone=1               (older Debian)
  sudo sysctl -w user.max_user_namespaces=15000                   (older Red Hat)
  In a container: docker run --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
}

enter() {
    export LAB_INSIDE=1 LAB_GATEWAY=$gateway PATH=$PATH:/usr/sbin:/sbin
    exec unshare "${namespaces[@]}" bash "${BASH_SOURCE[0]}" "$@"
}

make_network() {
    local address
    ip link set lo up
    ip addr add "$resolver/32" dev lo
    ip addr add "$client/32" dev lo
    for address in "${addresses[@]}"; do
        ip addr add "$address/32" dev lo
        ip route replace local "$address" dev lo table local src "$client"
    done
    if $dual_stack; then for address in "${wide[@]}"; do ip addr add "$address/128" dev lo nodad; done; fi
}

# What a security group, a subnet's network ACL or a firewall does to packets for the endpoint.
make_faults() {
    local all dropped
    [[ $faults != ' ' ]] || return 0
    all=$(IFS=, && echo "${addresses[*]}")
    dropped=$(IFS=, && echo "${addresses[*]:1}")
    nft add table inet vpc
    nft add chain inet vpc in '{ type filter hook input priority 0; }'
    if has_fault security-group; then nft add rule inet vpc in tcp dport 443 drop; fi
    if has_fault subnets; then nft add rule inet vpc in ip daddr "{ $dropped }" tcp dport 443 drop; fi
    if has_fault handshake; then nft add rule inet vpc in tcp dport 443 meta length '>' 200 drop; fi
    if has_fault no-route; then nft add rule inet vpc in ip daddr "{ $all }" tcp dport 443 reject with icmp type admin-prohibited; fi
    if has_fault refused; then nft add rule inet vpc in tcp dport 443 reject with tcp reset; fi
}

start_gateway() {
    local listen=0.0.0.0 id number=1
    $dual_stack && listen='[::]'
    AWS_REGION=$region dotnet "$gateway" start --endpoint "$endpoint=http://$listen:443" --tls --no-control --explain "${apis[@]}" >"$work/gateway.log" 2>&1 &
    processes+=($!)
    until grep -qs 'Ctrl+C' "$work/gateway.log"; do
        kill -0 $! 2>/dev/null || fail 1 "the gateway did not start: $(cat "$work/gateway.log")"
        sleep 0.1
    done
    ids=$(sed -n 's/^API \([a-z0-9]*\),.*/\1/p' "$work/gateway.log")
    for id in $ids; do
        if ((number == 1)); then export API=$id; else export "API$number=$id"; fi
        number=$((number + 1))
    done
}

# Every name below the zone is an alias of the zone's own name, which has one address in each subnet of the endpoint.
# The endpoint's own name has the same addresses, and one name more for each availability zone.
start_resolver() {
    local own_name=$endpoint-0k1x2y3z.execute-api.$region.vpce.amazonaws.com names=("${addresses[@]}") name records=() zones=(a c d) i
    export ENDPOINT=$own_name
    has_fault resolver && return
    if has_fault private-dns; then
        names=(203.0.113.17 203.0.113.45 203.0.113.12)
        for name in $ids; do records+=("--cname=$name-$endpoint.$zone,$own_name"); done
    fi
    for name in "${names[@]}"; do records+=("--host-record=$zone,$name"); done
    for name in "${addresses[@]}"; do records+=("--host-record=$own_name,$name"); done
    for i in "${!zones[@]}"; do records+=("--host-record=${own_name/.execute-api/-$region${zones[i]}.execute-api},${addresses[i]}"); done
    if $dual_stack; then for name in "${wide[@]}"; do records+=("--host-record=$zone,$name"); done; fi
    dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --bind-interfaces --listen-address="$resolver" --pid-file= \
        --auth-server="$zone,$resolver" --auth-zone="$region.amazonaws.com" --auth-zone="$region.vpce.amazonaws.com" --address=/#/ --cname="*.$zone,$zone" "${records[@]}" 2>"$work/dns.log" &
    processes+=($!)
    until grep -qs 'started' "$work/dns.log"; do
        kill -0 $! 2>/dev/null || fail 1 "dnsmasq did not start: $(cat "$work/dns.log")"
        sleep 0.05
    done
}

# Only this mount namespace sees the other files.
replace_files() {
    local bundle certificate
    printf 'nameserver %s\n' "$resolver" >"$work/resolv.conf"
    printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$work/nsswitch.conf"
    mount --bind "$work/resolv.conf" "$(readlink -f /etc/resolv.conf)"
    mount --bind "$work/nsswitch.conf" /etc/nsswitch.conf
    certificate=$(grep -o '/[^ ]*\.pem' "$work/gateway.log" | head -n 1)
    cp "$certificate" "$work/ca.crt"
    for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem; do
        [[ -r $bundle ]] || continue
        { cat "$bundle" && echo && cat "$certificate"; } >"$work/ca.crt"
        mount --bind "$work/ca.crt" "$(readlink -f "$bundle")"
    done
    export SSL_CERT_FILE=$work/ca.crt NODE_EXTRA_CA_CERTS=$certificate
    trust_in_browsers "$certificate"
}

# Chromium and Chrome read no certificate bundle, but trust what a managed policy names.
trust_in_browsers() {
    local settings copy
    for settings in /etc/chromium /etc/opt/chrome; do
        [[ -d $settings ]] || continue
        copy=$work$settings
        mkdir -p "$copy" && cp -R "$settings/." "$copy" && mkdir -p "$copy/policies/managed"
        printf '{"CACertificates":["%s"]}\n' "$(sed '/^-----/d' "$1" | tr -d '\n')" >"$copy/policies/managed/lab.json"
        mount --bind "$copy" "$settings"
    done
}

# What --explain says of refused calls, on stderr; not what the function logs, and not the gateway's summary at its end. Ends after
# the gateway, so that nothing is missed.
follow_gateway() {
    tail -n 0 -f -s 0.1 --pid="${processes[0]}" "$work/gateway.log" | sed -u -E -e '/^\[[^]]+ [0-9]+\] |  allowed  /d' -e '/^[0-9]+ call/,$d' >&2 &
}

stop() {
    ((${#processes[@]} == 0)) || kill "${processes[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}

inside() {
    local status=0
    work=$(mktemp -d) processes=()
    trap stop EXIT
    make_network
    make_faults
    start_gateway
    start_resolver
    replace_files
    follow_gateway
    export PS1='vpc$ ' AWS_REGION=$region
    if ((${#command[@]} > 0)); then
        "${command[@]}" || status=$?
    else
        echo "A VPC with the endpoint $endpoint and the private API \$API ($API)${API2:+, \$API2 ($API2)}. exit leaves it. Try:
  curl https://\$API.$zone/v1/pets/
  host mesoko.$zone" >&2
        bash --norc -i || status=$?
    fi
    exit $status
}

main() {
    read_options "$@"
    if [[ -n ${LAB_INSIDE:-} ]]; then inside; fi
    check_tools
    choose_namespaces
    build
    enter "$@"
}

main "$@"
