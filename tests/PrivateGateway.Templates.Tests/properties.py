"""The properties that CloudFormation's and SAM's schemas know: a JSON object on stdout, lists of names by type."""
import json
import sys

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER as schemas
from samtranslator.model.api.api_generator import AuthProperties, CorsProperties
from samtranslator.model.eventsources.push import Api
from samtranslator.model.sam_resources import SamApi, SamFunction

TYPES = ["AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::EC2::VPCEndpoint"]
NESTED = {
    "AWS::ApiGateway::Method": {"Integration": "Integration"},
    "AWS::ApiGateway::Deployment": {"StageDescription": "StageDescription"},
}


def writable(schema):
    read_only = {path.split("/")[2] for path in schema.get("readOnlyProperties", []) if path.count("/") == 2}
    return sorted(set(schema["properties"]) - read_only)


result = {
    "AWS::Serverless::Api": sorted(SamApi.property_types),
    "AWS::Serverless::Function": sorted(SamFunction.property_types),
    "AWS::Serverless::Function.Events.Api": sorted(Api.property_types),
    "AWS::Serverless::Api.Auth": sorted(AuthProperties._fields),
    "AWS::Serverless::Api.Cors": sorted(CorsProperties._fields),
}
for name in schemas.get_resource_types("us-east-1"):
    if name in TYPES or name.startswith("AWS::ApiGateway::"):
        schema = schemas.get_resource_schema("us-east-1", name).schema
        result[name] = writable(schema)
        for property, definition in NESTED.get(name, {}).items():
            result[f"{name}.{property}"] = sorted(schema["definitions"][definition]["properties"])

json.dump(result, sys.stdout)
