"""How a script talks with the test that started it; lib/conversation.mjs describes the messages."""

import json
import os
import sys
import traceback

import requests

# The servers of these tests are on the loopback interface and have no certificates; both libraries insist on TLS otherwise.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"


def _read():
    line = sys.stdin.readline()
    if not line:
        raise EOFError("The test has hung up.")
    return json.loads(line)


def _write(message):
    print(json.dumps(message), flush=True)


def ask(what, **question):
    _write({"ask": what, **question})
    return _read()


def discover(issuer):
    """Neither library discovers by itself."""
    response = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10)
    response.raise_for_status()
    return response.json()


def serve(*scenarios):
    request = _read()
    scenario = {candidate.__name__: candidate for candidate in scenarios}[request["scenario"]]
    try:
        _write({"result": scenario(request["arguments"])})
    except Exception as error:  # Whatever a library raises is the answer that the test is waiting for.
        _write({"error": {"name": type(error).__name__, "message": str(error), "trace": traceback.format_exc(limit=-4)}})
        sys.exit(1)
