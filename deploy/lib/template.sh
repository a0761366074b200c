# What a template says about its parameters: a wrong value is found here, before anything is built or made.

# parameter_block <template> <parameter>: the parameter's lines; nothing where the template does not declare it.
parameter_block() {
    awk -v start="    \"$2\": {" '
        /^  "Parameters": \{/ { inside = 1 }
        /^  \}/ { inside = 0 }
        inside && index($0, start) == 1 { found = 1 }
        found { print }
        found && (index($0, start) == 1 ? /\},?$/ : /^    \}/) { exit }' "$1"
}

# fact <name>: the value of a member of the block on stdin, without quotes and brackets.
fact() { sed -n -E "s/.*\"$1\": (\"([^\"]*)\"|\[([^]]*)\]|([-0-9.]+)).*/\2\3\4/p"; }

# check_value <template> <Key=Value>
check_value() {
    local key=${2%%=*} value=${2#*=} block pattern values low high
    block=$(parameter_block "$1" "$key")
    [[ -n $block ]] || fail 2 "$(basename "$1") has no parameter $key."

    pattern=$(fact AllowedPattern <<<"$block" | sed 's/\\\\/\\/g')
    [[ -z $pattern ]] || grep -qxE -e "$pattern" <<<"$value" ||
        fail 2 "$key cannot be '$value'. $(fact ConstraintDescription <<<"$block")"
    values=$(fact AllowedValues <<<"$block" | tr -d '" ')
    [[ -z $values || ,$values, == *",$value,"* ]] || fail 2 "$key cannot be '$value': ${values//,/, }."
    low=$(fact MinValue <<<"$block") high=$(fact MaxValue <<<"$block")
    [[ $(fact Type <<<"$block") != Number ]] ||
        awk -v v="$value" -v low="${low:-v}" -v high="${high:-v}" 'BEGIN { exit !(v ~ /^-?[0-9]+(\.[0-9]+)?$/ && (low == "v" || v + 0 >= low + 0) && (high == "v" || v + 0 <= high + 0)) }' ||
        fail 2 "$key cannot be '$value': a number${low:+ from $low}${high:+ to $high}."
}

# check_ids <option> <prefix> <id>[,...]
check_ids() {
    local pattern="^$2-[0-9a-f]+(,$2-[0-9a-f]+)*$"
    [[ $3 =~ $pattern ]] || fail 2 "$1 takes ids such as $2-0123456789abcdef0, separated by commas, not '$3'."
}
