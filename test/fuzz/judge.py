"""Judges edits of config.yaml with PyYAML, as Truss reads it.

Reads one case a line on stdin, as JSON; prints a line for each: right, unread (PyYAML takes the old text as little as
the new), or what is wrong.
"""

import json
import sys

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def mapping(value):
    return value if isinstance(value, dict) else {}


def rest(root, case, image_changes):
    """Everything but what the change may touch. Absent, null and {} are alike there."""
    left = dict(mapping(root))
    planned = set(case["add"]) | set(case["remove"])
    secrets = {key: value for key, value in mapping(left.pop("secrets", None)).items() if key not in planned}
    image = dict(mapping(left.pop("base_image", None)))
    auth = mapping(image.pop("docker_auth", None))
    if case["dockerAuth"] is None:
        auth = {}
    auth = {key: value for key, value in auth.items() if key not in case["ownKeys"]}
    if image_changes:
        image.pop("image", None)
    return repr((left, secrets, image, auth))


def says(root, before, case):
    base = mapping(mapping(root).get("base_image"))
    secrets = mapping(mapping(root).get("secrets"))
    if case["image"] is not None and base.get("image") != case["image"]:
        return "the image"
    if base.get("image") is not None and not isinstance(base["image"], str):
        return "the image is no text"
    old = mapping(mapping(before).get("secrets"))
    for name in case["add"]:
        if name not in secrets or secrets[name] != old.get(name):
            return "a secret that was added"
    if any(name in secrets for name in case["remove"]):
        return "a secret that was removed"
    if case["dockerAuth"] is None:
        return "docker_auth is there" if "docker_auth" in base else None
    auth = mapping(base.get("docker_auth"))
    said = {key: value for key, value in auth.items() if key in case["ownKeys"]}
    said["auth_method"] = str(said.get("auth_method")).upper()
    return None if said == case["dockerAuth"] else "docker_auth"


def judge(case):
    try:
        before = yaml.load(case["before"], Loader)
    except Exception:
        return "unread"
    try:
        after = yaml.load(case["after"], Loader)
    except Exception as error:
        return f"PyYAML refuses the new text: {type(error).__name__}"
    try:
        # A number or a date as image becomes the text that its author wrote.
        old = mapping(mapping(before).get("base_image")).get("image")
        changes = case["image"] is not None or not isinstance(old, str)
        if rest(before, case, changes) != rest(after, case, changes):
            return "something else changed"
    except TypeError:
        return "unread"
    return says(after, before, case) or "right"


for line in sys.stdin:
    print(json.dumps(judge(json.loads(line))), flush=True)
