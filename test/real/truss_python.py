"""Loads printed Python as Truss itself does: reads a JSON list of {kind, text} on stdin, and prints what each one says.

A Chain's is pasted into the smallest Chain, and the config.yaml that Truss generates for it is told too. A training
job's is pasted into the smallest job.
"""

import contextlib
import json
import sys
import tempfile
from pathlib import Path

CHAIN = """

class Hello(chains.ChainletBase):
    remote_config = remote_config

    async def run_remote(self) -> str:
        return "hello"
"""

JOB = """
project = definitions.TrainingProject(
    name="hello", job=definitions.TrainingJob(image=image)
)
"""


def filled(block):
    """Without what Truss leaves empty."""
    return block and {key: value for key, value in block.items() if value}


def load_chain(path: Path) -> dict:
    from truss_chains import framework
    from truss_chains.deployment import code_gen

    with framework.ChainletImporter.import_target(path, "Hello") as chainlet:
        base = chainlet.remote_config.docker_image.base_image
        auth = base.docker_auth and base.docker_auth.model_dump(mode="json")
        generated = code_gen.gen_truss_chainlet(
            path.parent, "hello", framework.get_descriptor(chainlet)
        )
        return {
            "image": base.image,
            "dockerAuth": filled(auth),
            "secrets": list(chainlet.remote_config.get_asset_spec().secrets),
            "config": (generated / "config.yaml").read_text(),
        }


def load_training(path: Path) -> dict:
    from truss_train import loader

    with loader.import_training_project(path) as project:
        image = project.job.image
        return {
            "image": image.base_image,
            "dockerAuth": filled(image.docker_auth.model_dump(mode="json")),
        }


LOADERS = {"chain": (CHAIN, load_chain), "training": (JOB, load_training)}


def load(kind: str, text: str) -> dict:
    paste, loader = LOADERS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}_file.py"
        path.write_text(text + paste)
        try:
            return loader(path)
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"}


# Truss prints advice while it loads; stdout is for the answer.
with contextlib.redirect_stdout(sys.stderr):
    with tempfile.TemporaryDirectory() as folder:
        # Truss leaves what it generates in the system's folder for such things.
        tempfile.tempdir = folder
        loaded = [load(**one) for one in json.load(sys.stdin)]
json.dump(loaded, sys.stdout)
