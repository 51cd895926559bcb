"""Loads configs with Truss itself: reads a JSON list of paths on stdin, prints what each one says, or why it is refused."""

import contextlib
import json
import sys
from pathlib import Path

from truss.base.truss_config import TrussConfig


def filled(block):
    """Without what Truss leaves empty."""
    return {key: value for key, value in (block or {}).items() if value}


def load(path: str) -> dict:
    try:
        config = TrussConfig.from_yaml(Path(path))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    said = config.model_dump(mode="json")
    base_image = filled(said.pop("base_image"))
    auth = base_image.pop("docker_auth", None)
    return {
        "image": base_image.pop("image", None),
        "dockerAuth": auth and filled(auth),
        "secrets": said.pop("secrets"),
        "rest": {**said, "base_image": base_image},
    }


# Truss prints advice while it loads; stdout is for the answer.
with contextlib.redirect_stdout(sys.stderr):
    loaded = [load(path) for path in json.load(sys.stdin)]
json.dump(loaded, sys.stdout)
