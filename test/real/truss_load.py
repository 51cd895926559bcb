"""Loads configs with Truss itself: reads a JSON list of paths on stdin, prints what each one says, or why it is refused."""

import contextlib
import json
import re
import sys
from pathlib import Path

import pydantic
from truss.base.truss_config import TrussConfig


def filled(block):
    """Without what Truss leaves empty."""
    return {key: value for key, value in (block or {}).items() if value}


def fields(error: Exception) -> list:
    """The fields that an error is about, with dots; none when it is about the YAML."""
    if not isinstance(error, pydantic.ValidationError):
        return []
    found = []
    for one in error.errors():
        place = [str(key) for key in one["loc"]]
        extra = re.search(r"Extra fields not allowed: \[(.*?)\]", one["msg"])
        names = [[name] for name in extra[1].split(", ")] if extra else [[]]
        found += [".".join(place + name) for name in names]
    return found


def refused_by_push(config: TrussConfig) -> list:
    """The fields for which `truss push` refuses what was loaded."""
    try:
        config.validate_forbid_extra()
    except pydantic.ValidationError as error:
        return fields(error)
    return []


def load(path: str) -> dict:
    try:
        config = TrussConfig.from_yaml(Path(path))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}", "fields": fields(error)}
    said = config.model_dump(mode="json")
    base_image = filled(said.pop("base_image"))
    auth = base_image.pop("docker_auth", None)
    return {
        "image": base_image.pop("image", None),
        "dockerAuth": auth and filled(auth),
        "secrets": said.pop("secrets"),
        "rest": {**said, "base_image": base_image},
        "refusedByPush": refused_by_push(config),
    }


# Truss prints advice while it loads; stdout is for the answer.
with contextlib.redirect_stdout(sys.stderr):
    loaded = [load(path) for path in json.load(sys.stdin)]
json.dump(loaded, sys.stdout)
