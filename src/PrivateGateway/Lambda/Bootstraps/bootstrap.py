"""Runs a Python handler: asks the Lambda Runtime API for events and posts what the handler gives back."""
import http.client
import importlib
import json
import os
import re
import sys
import time
import traceback

PREFIX = "/2018-06-01/runtime/"


class Context:
    """What Lambda hands to a handler beside the event."""

    def __init__(self, headers):
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = None

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        print(message)


def call(connection, method, path, body=None, headers=None):
    connection.request(method, PREFIX + path, body, headers or {})
    response = connection.getresponse()
    return response.headers, response.read()


def describe(error):
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }


def fail(connection, path, error):
    traceback.print_exception(type(error), error, error.__traceback__)
    description = describe(error)
    call(connection, "POST", path, json.dumps(description), {"Lambda-Runtime-Function-Error-Type": description["errorType"]})


def load_handler():
    # directory/module.function, or package.module.function
    module, _, function = os.environ["_HANDLER"].rpartition(".")
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    return getattr(importlib.import_module(module.replace("/", ".")), function)


def main():
    wanted = re.search(r"python([\d.]+)", os.environ.get("AWS_EXECUTION_ENV", ""))
    found = "%d.%d" % sys.version_info[:2]
    if wanted and wanted.group(1) != found:
        print("The template asks for python%s; this is Python %s." % (wanted.group(1), found), file=sys.stderr)

    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler()
    except Exception as error:
        fail(connection, "init/error", error)
        sys.exit(1)

    while True:
        headers, body = call(connection, "GET", "invocation/next")
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        try:
            result = json.dumps(handler(json.loads(body), Context(headers)))
        except Exception as error:
            fail(connection, "invocation/%s/error" % request_id, error)
        else:
            call(connection, "POST", "invocation/%s/response" % request_id, result, {"Content-Type": "application/json"})


main()
