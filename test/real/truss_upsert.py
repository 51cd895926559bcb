"""Stores one secret with Truss's own client; reads {"url", "key", "bearer", "team", "name", "value"} on stdin."""

import json
import sys

from truss.remote.baseten import api
from truss.remote.baseten.auth import ApiKeyCredential, AuthService

given = json.load(sys.stdin)
# Truss sends whatever remote it doesn't know to production, so the stand-in has to be made known.
api.API_URL_MAPPING[given["url"]] = given["url"]
credential = ApiKeyCredential(api_key=given["key"], use_bearer=given["bearer"])
client = api.BasetenApi(given["url"], AuthService(credential))
assert client.rest_api_url == given["url"], client.rest_api_url
if given["team"] is None:
    client.upsert_secret(given["name"], given["value"])
else:
    client.upsert_team_secret(given["team"], given["name"], given["value"])
