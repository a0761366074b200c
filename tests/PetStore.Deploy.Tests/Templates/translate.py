"""What AWS makes of a SAM template: python3 translate.py <template> <unix time> [<Key=Value>...], CloudFormation JSON on stdout."""
import json
import sys
import time

from samtranslator.translator.transform import transform


class NoManagedPolicies:
    def load(self):
        return {}


path, now, *parameters = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    template = json.load(file)

# As the packaging step leaves it.
template["Resources"]["PetStoreFunction"]["Properties"]["CodeUri"] = "s3://a-bucket/a-key"
time.time = lambda: float(now)
translated = transform(template, dict(p.split("=", 1) for p in parameters), NoManagedPolicies())
json.dump(translated, sys.stdout)
