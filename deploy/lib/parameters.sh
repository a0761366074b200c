# The parameters of the API's stack, as lines of Key=Value: from files and the command line, the last one counts.

parameters=

# set_parameter <Key=Value>
set_parameter() {
    [[ $1 =~ ^[A-Za-z0-9]+= ]] || fail 2 "a parameter is Key=Value, not $1"
    check_value "$root/serverless.template" "$1"
    parameters=$(grep -v "^${1%%=*}=" <<<"$parameters" || true)
    parameters+=$'\n'$1
}

# parameter <Key>: the value given; nothing where none was given. is_given tells the difference to an empty value.
parameter() { sed -n "s/^$1=//p" <<<"$parameters"; }

is_given() { grep -q "^$1=" <<<"$parameters"; }

# Lines of Key=Value; empty lines and lines that start with # are skipped.
read_parameter_file() {
    local line
    [[ -r $1 ]] || fail 2 "cannot read the parameter file $1"
    while IFS= read -r line || [[ -n $line ]]; do
        line=${line%$'\r'}
        [[ -z $line || $line == \#* ]] || set_parameter "$line"
    done <"$1"
}

# effective <Key> <default>: as given, else as the existing stack has it (a deployment keeps that), else the default.
effective() {
    local value
    if is_given "$1"; then value=$(parameter "$1"); else value=$(stack_parameter "$stack" "$1"); fi
    echo "${value:-$2}"
}

list_parameters() { grep . <<<"$parameters" | LC_ALL=C sort; }

# join_ids <id>[,...]: each once, with commas between them.
join_ids() { tr , '\n' <<<"$1" | awk 'NF && !seen[$0]++' | paste -s -d , -; }
