# What the scripts print, and the one way in which they change anything. All of deploy/ runs on bash 3.2, which macOS has.

say() { echo "$*" >&2; }

# fail <exit code> <message>
fail() {
    local code=$1
    shift
    say "$(basename "$0"): $*"
    exit "$code"
}

# Runs a command that changes something, after printing it in a form that can be typed. With --dry-run it only prints.
run() {
    local words
    printf -v words '%q ' "$@"
    say "\$ ${words% }"
    $dry_run || "$@" >&2
}

# confirm <word>: ends the script unless the word is typed; --yes answers for the user.
confirm() {
    local word=$1 answer=
    if $yes || $dry_run; then return; fi
    printf 'Type %s to continue: ' "$word" >&2
    read -r answer || true
    [[ $answer == "$word" ]] || fail 1 "not confirmed; nothing was changed."
}
