"""What AWS makes of a SAM template: python3 translate.py <template> "<unix time>;<Key=Value>;..."..., a JSON array on stdout."""
import copy
import json
import sys
import time

from samtranslator.translator.transform import transform


class NoManagedPolicies:
    def load(self):
        return {}


path, *runs = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    template = json.load(file)

# As the packaging step leaves it.
template["Resources"]["PetStoreFunction"]["Properties"]["CodeUri"] = "s3://a-bucket/a-key"


def translate(run):
    now, *parameters = run.split(";")
    time.time = lambda: float(now)
    values = dict(parameter.split("=", 1) for parameter in parameters)
    return transform(copy.deepcopy(template), values, NoManagedPolicies())["Resources"]


json.dump([translate(run) for run in runs], sys.stdout)
