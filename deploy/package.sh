#!/usr/bin/env bash
# Builds the Lambda package: artifacts/petstore-<runtime>-<architecture>.zip, and artifacts/serverless.template, which is the
# repository's template with the zip as CodeUri (for sam deploy and aws cloudformation package). The same input gives the same zip.
# Exit codes: 1 the build failed, 2 wrong options, 3 a tool is missing.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR/..
source "$root/deploy/lib/say.sh"
source "$root/deploy/lib/linker.sh"

usage() {
    cat <<'USAGE'
Usage: deploy/package.sh [--runtime provided.al2023|dotnet10] [--architecture x86_64|arm64] [--output <directory>]

  --runtime       provided.al2023: one native executable, compiled on Linux with clang.
                  dotnet10 (default): AWS's managed .NET; builds on any system. The stack's FunctionRuntime.
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
        dotnet10) profile=Lambda program=PetStore.Api.dll ;;
        provided.al2023) profile=LambdaNative program=bootstrap ;;
        *) fail 2 "unknown runtime $runtime: provided.al2023 or dotnet10." ;;
    esac
    case $architecture in
        x86_64) rid=linux-x64 ;;
        arm64) rid=linux-arm64 ;;
        *) fail 2 "unknown architecture $architecture: x86_64 or arm64." ;;
    esac
}

check_tools() {
    command -v dotnet >/dev/null || fail 3 "dotnet is not installed: https://dot.net"
    [[ $runtime != provided.al2023 ]] || check_linker "$architecture"
}

# Always from nothing, apart from the developer's own obj. The directory and the commit leave no trace in the result: neither
# changes what the app does.
publish() {
    local log=$build/log
    dotnet publish "$root/src/PetStore.Api" \
        --configuration Release --runtime "$rid" --artifacts-path "$build/obj" --output "$build/publish" \
        -p:PublishProfile="$profile" -p:RuntimeIdentifier="$rid" \
        -p:ContinuousIntegrationBuild=true -p:PathMap="$build=/_build%2c$root=/_" \
        -p:UseSharedCompilation=false -p:CompilerResponseFile="$root/deploy/reproducible.rsp" \
        -p:IncludeSourceRevisionInInformationalVersion=false \
        --nologo --verbosity quiet >"$log" 2>&1 &
    wait $! || explain_failure "$log"
}

explain_failure() {
    cat "$1" >&2
    # The kernel ends the largest process, which is the compiler: 137 is SIGKILL.
    ! grep -qE 'exited with (code|return value) 137|OutOfMemory' "$1" || fail 1 "there was not enough memory: compiling takes about 1.5 GB."
    fail 1 "the build failed. No package was made."
}

# A zip with the wrong content deploys without an error and fails at the first call.
check_content() {
    [[ -f $build/publish/$program ]] || fail 1 "the publish profile $profile produced no $program."
    local unwanted
    unwanted=$(find "$build/publish" -name '*.dbg' -o -name '*.pdb')
    [[ -z $unwanted ]] || fail 1 "the publish profile $profile left debug files: $unwanted"
}

write_template() {
    local code_uri='"CodeUri": "src/PetStore.Api"'
    grep -qF "$code_uri" "$root/serverless.template" || fail 1 "serverless.template does not say $code_uri."
    sed "s|$code_uri|\"CodeUri\": \"$(basename "$zip")\"|" "$root/serverless.template" >"$build/serverless.template"
}

# Also after Ctrl+C and SIGTERM: the build ends, and what it has made so far goes.
clean_up() {
    local job
    for job in $(jobs -p); do
        kill "$job" 2>/dev/null || true
    done
    wait
    rm -rf "$build"
}

checksum() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

main() {
    read_options "$@"
    check_tools

    mkdir -p "$output"
    output=$(cd "$output" && pwd)
    zip=$output/petstore-$runtime-$architecture.zip
    build=$(mktemp -d "$output/.package-XXXXXX")
    trap clean_up EXIT

    publish
    check_content
    write_template
    dotnet run "$root/deploy/zip.cs" -- "$build/publish" "$build/package.zip" >&2

    # Renamed when it is whole: an interrupted build leaves the previous package, or none.
    mv "$build/package.zip" "$zip"
    mv "$build/serverless.template" "$output/serverless.template"

    echo "$zip"
    checksum "$zip"
}

main "$@"
