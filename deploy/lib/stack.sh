# CloudFormation stacks: whose they are, their state, deploying and deleting them.

# Prints the stack's status; nothing where there is no such stack.
stack_status() {
    local answer
    if answer=$(aws cloudformation describe-stacks --stack-name "$1" --query 'Stacks[0].StackStatus' --output text 2>&1); then
        echo "$answer"
    elif [[ $answer != *"does not exist"* ]]; then
        fail 4 "cannot look at the stack $1: $answer"
    fi
}

# Ends the script where AWS does not say.
stack_exists() {
    local status
    status=$(stack_status "$1") || exit
    [[ -n $status && $status != REVIEW_IN_PROGRESS ]]
}

# A stack whose creation failed: it can only be deleted, and what its parameters say does not count.
is_dead() {
    local status
    status=$(stack_status "$1") || exit
    [[ $status == ROLLBACK_COMPLETE || $status == ROLLBACK_FAILED || $status == CREATE_FAILED ]]
}

# refuse_foreign <stack> <part>: our stacks carry a tag (deploy.sh) and an output (the template): petstore-api, for example.
refuse_foreign() {
    local stack=$1 part=$2 status marks
    status=$(stack_status "$stack") || exit
    [[ -n $status ]] || return 0
    marks=$(aws cloudformation describe-stacks --stack-name "$stack" --output text \
        --query "Stacks[0].[Tags[?Key=='petstore:part'].Value, Outputs[?OutputKey=='Part'].OutputValue][][]")
    [[ " $(tr '\t\n' '  ' <<<"$marks") " == *" $part "* ]] ||
        fail 4 "the stack $stack exists and is not one of ours (no tag petstore:part=$part): it is left alone. Choose another name with --stack."
}

# stack_output <stack> <key>
stack_output() {
    aws cloudformation describe-stacks --stack-name "$1" --output text \
        --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue | [0]"
}

# stack_resource <stack> <logical id>: the resource's own id.
stack_resource() {
    aws cloudformation describe-stack-resources --stack-name "$1" --output text \
        --query "StackResources[?LogicalResourceId=='$2'].PhysicalResourceId | [0]"
}

# stack_parameter <stack> <key>: nothing where there is no such stack, or only a dead one.
stack_parameter() {
    if stack_exists "$1" && ! is_dead "$1"; then stack_parameters "$1" | awk -F '\t' -v key="$2" '$1 == key { print $2 }'; fi
}

# Prints "key<tab>value" lines.
stack_parameters() {
    aws cloudformation describe-stacks --stack-name "$1" --output text \
        --query 'Stacks[0].Parameters[].[ParameterKey,ParameterValue]'
}

stack_outputs() {
    aws cloudformation describe-stacks --stack-name "$1" --output text \
        --query 'Stacks[0].Outputs[].[OutputKey,OutputValue]'
}

# stack_tags <stack>: Key=Value lines without AWS's own tags. A deployment without tags would remove those that a stack has.
stack_tags() {
    if stack_exists "$1"; then
        aws cloudformation describe-stacks --stack-name "$1" --output text --query 'Stacks[0].Tags[].[Key,Value]' |
            awk -F '\t' 'NF == 2 && $1 !~ /^aws:/ { print $1 "=" $2 }'
    fi
}

# Makes the stack ready for a deployment, whatever an earlier one left behind, or says what has to be done first.
make_deployable() {
    local stack=$1 status
    status=$(stack_status "$stack") || exit
    case $status in
        "" | REVIEW_IN_PROGRESS | CREATE_COMPLETE | UPDATE_COMPLETE | UPDATE_ROLLBACK_COMPLETE | IMPORT_COMPLETE | IMPORT_ROLLBACK_COMPLETE) ;;
        ROLLBACK_COMPLETE | ROLLBACK_FAILED | CREATE_FAILED) delete_dead "$stack" "$status" ;;
        *_IN_PROGRESS) fail 4 "$stack: $status. Another deployment is running: try again when it has ended." ;;
        UPDATE_ROLLBACK_FAILED) fail 4 "$stack: $status. First run: aws cloudformation continue-update-rollback --stack-name $stack" ;;
        DELETE_FAILED) fail 4 "$stack: $status. First finish the deletion: deploy/deploy.sh --stack <name> --delete" ;;
        *) fail 4 "$stack: unexpected status $status." ;;
    esac
}

# CloudFormation cannot update a stack whose creation failed.
delete_dead() {
    local table
    say "$1: $2. Its creation failed: it serves nobody and cannot be updated. It has to be deleted before it can be created again;
    why it failed: aws cloudformation describe-stack-events --stack-name $1"
    table=$(stack_resource "$1" PetStoreTable)
    say_table_stays "$table"
    confirm "$1"
    run aws cloudformation delete-stack --stack-name "$1" ${role_arn:+--role-arn "$role_arn"}
    run aws cloudformation wait stack-delete-complete --stack-name "$1"
}

say_table_stays() {
    [[ -z $1 || $1 == None ]] || say "The table $1 stays, with its pets, and nothing uses it. To delete it as well:
    aws dynamodb update-table --table-name $1 --no-deletion-protection-enabled
    aws dynamodb delete-table --table-name $1
To make it the table of a new stack: deploy/README.md, \"A table that stayed\"."
}

# print_change <stack> <Key=Value>...: what the given parameters would change. Those not given keep their values.
print_change() {
    local stack=$1 current pair key value before
    shift
    if ! stack_exists "$stack" || is_dead "$stack"; then
        say "$stack: does not exist and is created with"
        printf '    %s\n' "$@" >&2
        return
    fi

    say "$stack: exists and is updated"
    current=$(stack_parameters "$stack")
    for pair in "$@"; do
        key=${pair%%=*} value=${pair#*=}
        before=$(awk -F '\t' -v key="$key" '$1 == key { print $2 }' <<<"$current")
        [[ $before == "$value" ]] || say "    $key: ${before:-(empty)} -> ${value:-(empty)}"
    done
}

# deploy_stack <stack> <part> <template> [<Key=Value>...]; further options of the AWS CLI in $deploy_options. A template that only
# the packaging makes is shown by what it is made from, $source_template.
deploy_stack() {
    local stack=$1 part=$2 template=$3 line all_tags=()
    shift 3
    while IFS= read -r line; do all_tags+=("$line"); done < <(
        if [[ -n $tags ]]; then tr , '\n' <<<"$tags"; else stack_tags "$stack" | grep -v '^petstore:part=' || true; fi
        echo "petstore:part=$part"
    )
    deploy_options=(--tags "${all_tags[@]}" ${role_arn:+--role-arn "$role_arn"} ${deploy_options[@]+"${deploy_options[@]}"})
    if $dry_run; then show_resources "$stack" "${source_template:-$template}" "$@"; fi
    run aws cloudformation deploy --stack-name "$stack" --template-file "$template" --no-fail-on-empty-changeset "${deploy_options[@]}" ${1+--parameter-overrides "$@"}
}

# For --dry-run: a change set is made, shown and deleted, and with it the empty stack that CloudFormation makes to hold it.
show_resources() {
    local stack=$1 template=$2 answer change_set shown
    shift 2
    if is_dead "$stack"; then return; fi
    sed 's/^ *//; s|"CodeUri": "[^"]*"|"CodeUri": "s3://dry-run/dry-run"|' "$template" >"$work/dry-run.template"
    answer=$(aws cloudformation deploy --stack-name "$stack" --template-file "$work/dry-run.template" \
        --no-fail-on-empty-changeset --no-execute-changeset \
        "${deploy_options[@]}" ${1+--parameter-overrides "${@//<id of the new endpoint>/vpce-00000000000000000}"})
    change_set=$(grep -oE 'arn:[^ ]+:changeSet/[^ ]+' <<<"$answer" | head -n 1) || { say "    no resource changes" && return; }
    shown=$(aws cloudformation describe-change-set --change-set-name "$change_set" --output text \
        --query 'Changes[].ResourceChange.[Action,LogicalResourceId,ResourceType,Replacement]') || true
    say "$stack: resources"
    sed $'s/\tNone$//; s/\tFalse$//; s/\tTrue$/\treplaced/; s/\tConditional$/\tperhaps replaced/; s/^/    /' <<<"$shown" | tr '\t' ' ' >&2
    aws cloudformation delete-change-set --change-set-name "$change_set"
    if [[ $(stack_status "$stack") == REVIEW_IN_PROGRESS ]]; then aws cloudformation delete-stack --stack-name "$stack"; fi
}

# delete_stack <stack>, after its mark was checked.
delete_stack() {
    local stack=$1
    if ! stack_exists "$stack"; then
        say "$stack: does not exist; nothing to delete."
        return
    fi

    confirm "$stack"
    run aws cloudformation delete-stack --stack-name "$stack" ${role_arn:+--role-arn "$role_arn"}
    run aws cloudformation wait stack-delete-complete --stack-name "$stack"
}
