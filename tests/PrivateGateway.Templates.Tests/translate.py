"""What AWS's own translator makes of SAM templates: python3 translate.py <directory> <template>..., a JSON object on stdout."""
import json
import os
import sys

from samtranslator.translator.transform import transform


class NoManagedPolicies:
    def load(self):
        return {}


directory, *names = sys.argv[1:]
translated = {}
for name in names:
    with open(os.path.join(directory, name), encoding="utf-8") as file:
        template = json.load(file)

    # As the packaging step leaves it.
    for resource in template["Resources"].values():
        if "CodeUri" in resource.get("Properties", {}):
            resource["Properties"]["CodeUri"] = "s3://a-bucket/a-key"

    parameters = {key: value["Default"] for key, value in template.get("Parameters", {}).items()}
    translated[name] = transform(template, parameters, NoManagedPolicies())

json.dump(translated, sys.stdout)
