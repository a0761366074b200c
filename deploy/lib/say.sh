# What the scripts print, and the one way in which they change anything.

((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || {
    echo "bash 4.4 or later is needed, this is $BASH_VERSION (macOS: brew install bash)." >&2
    exit 3
}

say() { echo "$*" >&2; }

# fail <exit code> <message>
fail() {
    local code=$1
    shift
    say "$(basename "$0"): $*"
    exit "$code"
}

# Runs a command that changes something, after printing it as it could be typed. With --dry-run it is only printed.
run() {
    local words
    printf -v words '%q ' "$@"
    say "\$ ${words% }"
    $dry_run || "$@" >&2
}

# confirm <word>: does nothing until the word is typed; --yes types it.
confirm() {
    local word=$1 answer=
    if $yes || $dry_run; then return; fi
    printf 'Type %s to go on: ' "$word" >&2
    read -r answer || true
    [[ $answer == "$word" ]] || fail 1 "not confirmed: nothing was changed."
}
