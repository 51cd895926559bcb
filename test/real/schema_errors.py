"""Validates documents against published schemas: reads [{"schema", "document"}] on stdin, prints the errors of each.

`sarif` is a set of models generated from OASIS's JSON schema of SARIF 2.1.0, `github-workflow` is SchemaStore's schema,
and `kubernetes` is the cluster's own, in its strict form, which refuses unknown fields.
"""

import importlib.resources
import json
import sys

import jsonschema
import kubernetes_validate
import pydantic
from pydantic_sarif import model

vendored = importlib.resources.files("check_jsonschema.builtin_schemas") / "vendor" / "github-workflows.json"
workflows = jsonschema.Draft7Validator(json.loads(vendored.read_text(encoding="utf-8")))


def sarif(document) -> list:
    try:
        model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(document)
    except pydantic.ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return []


def github_workflow(document) -> list:
    return [f"{error.json_path}: {error.message}" for error in workflows.iter_errors(document)]


def kubernetes(document) -> list:
    try:
        kubernetes_validate.validate(document, "1.25", strict=True)
    except kubernetes_validate.ValidationError as error:
        return [error.message]
    return []


validators = {"sarif": sarif, "github-workflow": github_workflow, "kubernetes": kubernetes}
json.dump([validators[one["schema"]](one["document"]) for one in json.load(sys.stdin)], sys.stdout)
