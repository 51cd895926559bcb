"""Parses Terraform files, as text on stdin by name, and prints the kinds of blocks in each."""
import json
import sys

import hcl2

files = json.load(sys.stdin)
json.dump({name: sorted(key for key in hcl2.loads(text) if not key.startswith("_")) for name, text in files.items()}, sys.stdout)
