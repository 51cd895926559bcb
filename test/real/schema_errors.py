"""Validates documents against published schemas: reads [{"schema", "document"}] on stdin, prints the errors of each.

`sarif` is a set of models generated from OASIS's JSON schema of SARIF 2.1.0, those of GitHub and GitLab are
SchemaStore's, and `kubernetes` is the cluster's own, in its strict form, which refuses unknown fields.
"""

import importlib.resources
import json
import sys

import jsonschema
import kubernetes_validate
import pydantic
from pydantic_sarif import model

vendor = importlib.resources.files("check_jsonschema.builtin_schemas") / "vendor"


def schema_store(name: str):
    """A validator of one of SchemaStore's schemas."""
    schema = json.loads((vendor / f"{name}.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    return lambda document: [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]



def sarif(document) -> list:
    try:
        model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(document)
    except pydantic.ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return []


def kubernetes(document) -> list:
    try:
        kubernetes_validate.validate(document, "1.25", strict=True)
    except kubernetes_validate.ValidationError as error:
        return [error.message]
    return []


validators = {
    "sarif": sarif,
    "github-workflow": schema_store("github-workflows"),
    "github-action": schema_store("github-actions"),
    "gitlab-ci": schema_store("gitlab-ci"),
    "kubernetes": kubernetes,
}
json.dump([validators[one["schema"]](one["document"]) for one in json.load(sys.stdin)], sys.stdout)
