#!/usr/bin/env bash
# Builds the Lambda artifact: artifacts/petstore-<runtime>-<architecture>.zip, and artifacts/serverless.template, which is the
# repository's template with the zip as CodeUri (for sam deploy and aws cloudformation package). The same inputs give the same zip.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR/..
source "$root/deploy/lib/say.sh"

usage() {
    cat <<'USAGE'
Usage: deploy/package.sh [--runtime dotnet10|provided.al2023] [--architecture x86_64|arm64] [--output <directory>]

  --runtime       dotnet10 (default) or provided.al2023, which brings its own .NET. The stack's FunctionRuntime.
  --architecture  x86_64 (default) or arm64. The stack's FunctionArchitecture.
  --output        Where the zip and the template go; default: artifacts/ of the repository.

Prints the zip's path and its SHA-256.
USAGE
}

read_options() {
    runtime=dotnet10
    architecture=x86_64
    output=$root/artifacts
    while (($# > 0)); do
        case $1 in
            --runtime | --architecture | --output)
                (($# > 1)) || fail 2 "$1 needs a value."
                printf -v "${1#--}" '%s' "$2"
                shift 2
                ;;
            -h | --help) usage && exit 0 ;;
            *) fail 2 "unknown option $1 (--help shows the options)." ;;
        esac
    done

    case $runtime in
        dotnet10) profile=Lambda ;;
        provided.al2023) profile=LambdaCustomRuntime ;;
        *) fail 2 "unknown runtime $runtime: dotnet10 or provided.al2023." ;;
    esac
    case $architecture in
        x86_64) rid=linux-x64 ;;
        arm64) rid=linux-arm64 ;;
        *) fail 2 "unknown architecture $architecture: x86_64 or arm64." ;;
    esac
}

# From nothing each time, away from the developer's own obj; and blind to the directory and the commit that it is made in, for
# neither changes what the app does.
publish() {
    rm -rf "$build"
    dotnet publish "$root/src/PetStore.Api" \
        --configuration Release --runtime "$rid" --artifacts-path "$build/obj" --output "$build/publish" \
        -p:PublishProfile="$profile" -p:RuntimeIdentifier="$rid" \
        -p:ContinuousIntegrationBuild=true -p:PathMap="$build=/_build%2c$root=/_" \
        -p:UseSharedCompilation=false -p:CompilerResponseFile="$root/deploy/reproducible.rsp" \
        -p:IncludeSourceRevisionInInformationalVersion=false \
        --nologo --verbosity quiet >&2
}

# A zip with the wrong content deploys without complaint and fails at the first call.
check_content() {
    local expected=PetStore.Api.dll
    [[ $runtime == provided.al2023 ]] && expected=bootstrap
    [[ -f $build/publish/$expected ]] || fail 1 "the publish profile $profile produced no $expected."
}

write_template() {
    local code_uri='"CodeUri": "src/PetStore.Api"'
    grep -qF "$code_uri" "$root/serverless.template" || fail 1 "serverless.template does not say $code_uri."
    sed "s|$code_uri|\"CodeUri\": \"$(basename "$zip")\"|" "$root/serverless.template" >"$output/serverless.template"
}

checksum() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

main() {
    read_options "$@"
    command -v dotnet >/dev/null || fail 3 "dotnet is not installed: https://dot.net"

    mkdir -p "$output"
    output=$(cd "$output" && pwd)
    zip=$output/petstore-$runtime-$architecture.zip
    build=$output/build-$runtime-$architecture

    publish
    check_content
    dotnet run "$root/deploy/zip.cs" -- "$build/publish" "$zip" >&2
    write_template

    echo "$zip"
    checksum "$zip"
}

main "$@"
