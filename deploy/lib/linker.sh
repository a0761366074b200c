# Can this machine compile the native function? If not, what is missing?

# check_linker <architecture>: links an empty program as the .NET SDK would link the function.
check_linker() {
    local architecture=$1 machine compiler strip=objcopy flags=() trial
    machine=$(uname -m | sed 's/aarch64/arm64/')
    [[ $(uname -s) == Linux ]] ||
        missing "this is $(uname -s), and the native function is compiled on Linux: deploy/README.md shows how in a container."

    if [[ $architecture == arm64 && $machine == x86_64 ]]; then
        compiler=clang strip=aarch64-linux-gnu-objcopy flags=(--target=aarch64-linux-gnu -fuse-ld=lld)
    elif [[ $architecture == "$machine" ]]; then
        compiler=$(command -v clang || command -v gcc || true)
    else
        missing "a machine of type $machine cannot compile for $architecture: build on one that is $architecture."
    fi

    command -v "${compiler:-clang}" >/dev/null || missing "clang is not installed. $(packages "$architecture" "$machine")"
    command -v "$strip" >/dev/null || missing "$strip is not installed. $(packages "$architecture" "$machine")"
    trial=$("$compiler" -x c - -o /dev/null "${flags[@]}" -pthread -ldl -lrt -lm <<<'int main(void) { return 0; }' 2>&1) ||
        missing "$compiler cannot link for $architecture: ${trial%%$'\n'*}. $(packages "$architecture" "$machine")"
}

missing() { fail 3 "$* Or use --runtime dotnet10, which builds on any system."; }

# packages <architecture> <machine>
packages() {
    local cross=false system=
    [[ $1 == "$2" ]] || cross=true
    # shellcheck source=/dev/null
    [[ ! -r /etc/os-release ]] || system=$(source /etc/os-release && echo "$ID ${ID_LIKE:-}")
    case $cross/$system in
        false/*debian*) echo "Install it: apt-get install clang." ;;
        true/*debian*) echo "Install it: apt-get install clang lld gcc-aarch64-linux-gnu libc6-dev-arm64-cross." ;;
        false/*amzn* | false/*fedora* | false/*rhel*) echo "Install it: dnf install clang." ;;
        false/*) echo "Install clang and binutils." ;;
        true/*) echo "Cross-compiling is supported on Debian and Ubuntu; elsewhere, build on an $1 machine." ;;
    esac
}
