# CloudFormation stacks: their state, what a deployment would change in them, deploying and deleting them.

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

# stack_parameter <stack> <key>: nothing where there is no such stack.
stack_parameter() {
    if stack_exists "$1"; then stack_parameters "$1" | awk -F '\t' -v key="$2" '$1 == key { print $2 }'; fi
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

# Makes the stack ready for a deployment, whatever an earlier one left behind, or says what has to be done first.
make_deployable() {
    local stack=$1 status
    status=$(stack_status "$stack") || exit
    case $status in
        "" | REVIEW_IN_PROGRESS | CREATE_COMPLETE | UPDATE_COMPLETE | UPDATE_ROLLBACK_COMPLETE | IMPORT_COMPLETE | IMPORT_ROLLBACK_COMPLETE) ;;
        ROLLBACK_COMPLETE | ROLLBACK_FAILED | CREATE_FAILED)
            # CloudFormation cannot update a stack that never came to life; there is nothing in it to lose.
            say "$stack: $status, its creation failed before; it is deleted and made anew."
            run aws cloudformation delete-stack --stack-name "$stack"
            run aws cloudformation wait stack-delete-complete --stack-name "$stack"
            ;;
        *_IN_PROGRESS) fail 4 "$stack: $status. Somebody is changing this stack: try again when that has ended." ;;
        UPDATE_ROLLBACK_FAILED) fail 4 "$stack: $status. First: aws cloudformation continue-update-rollback --stack-name $stack" ;;
        DELETE_FAILED) fail 4 "$stack: $status. First end the deletion: deploy/deploy.sh --stack <name> --delete" ;;
        *) fail 4 "$stack: unexpected status $status." ;;
    esac
}

# print_change <stack> <Key=Value>...: what the given parameters would change. Those not given keep their values.
print_change() {
    local stack=$1 current pair key value before
    shift
    if ! stack_exists "$stack"; then
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

# deploy_stack <stack> <template> [<Key=Value>...]; further options of the AWS CLI in $deploy_options.
deploy_stack() {
    local stack=$1 template=$2
    shift 2
    make_deployable "$stack"
    run aws cloudformation deploy --stack-name "$stack" --template-file "$template" --no-fail-on-empty-changeset \
        "${deploy_options[@]}" ${1+--parameter-overrides "$@"}
}

delete_stack() {
    local stack=$1
    if ! stack_exists "$stack"; then
        say "$stack: does not exist; nothing to delete."
        return
    fi

    confirm "$stack"
    run aws cloudformation delete-stack --stack-name "$stack"
    run aws cloudformation wait stack-delete-complete --stack-name "$stack"
}
