"""Debian's python3-requests-oauthlib as a client."""

import base64
import hashlib
import secrets

import conversation
from oauthlib.oauth2 import BackendApplicationClient, LegacyApplicationClient
from oauthlib.oauth2.rfc6749.errors import OAuth2Error
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session


def _authentication(given):
    """A secret goes into the header; a public client names itself in the body."""
    client = given["client"]
    if client["method"] == "none":
        return {"include_client_id": True}
    return {"auth": HTTPBasicAuth(client["id"], client["secret"])}


def _credentials_in_body(client):
    return {"client_id": client["id"]} if client["method"] == "none" else {"client_id": client["id"], "client_secret": client["secret"]}


def _call(session, url):
    response = session.get(url)
    return {"status": response.status_code, "body": response.json() if response.ok else None}


def _post(session, client, url, token):
    """The library has no revocation and no introspection; it does have the connection."""
    response = session.post(url, data={"token": token, **_credentials_in_body(client)}, withhold_token=True)
    response.raise_for_status()
    return response.json()


def session(given):
    """From sign-in to revocation; the library refreshes by itself when it takes the access token for expired."""
    server, updates = conversation.discover(given["issuer"]), []
    client = OAuth2Session(
        client=LegacyApplicationClient(client_id=given["client"]["id"], scope=given["scope"].split()),
        scope=given["scope"].split(),
        auto_refresh_url=server["token_endpoint"],
        auto_refresh_kwargs=_credentials_in_body(given["client"]),
        token_updater=lambda token: updates.append(token["refresh_token"]),
    )
    tokens = dict(client.fetch_token(
        server["token_endpoint"], username=given["userName"], password=given["password"], **_authentication(given)))
    first = _call(client, given["api"])

    client.token = {**tokens, "expires_at": tokens["expires_at"] - tokens["expires_in"] - 1, "expires_in": -1}
    second = _call(client, given["api"])
    refreshed = dict(client.token)

    before = _post(client, given["inspector"], server["introspection_endpoint"], refreshed["access_token"])
    _post(client, given["client"], server["revocation_endpoint"], refreshed["refresh_token"])
    after = _post(client, given["inspector"], server["introspection_endpoint"], refreshed["access_token"])
    try:
        client.refresh_token(server["token_endpoint"])
    except OAuth2Error as error:
        return {
            "tokens": tokens, "call": first, "refreshed": refreshed, "again": second, "updates": updates,
            "before": before, "after": after, "afterwards": error.error,
        }
    raise AssertionError("A revoked session was refreshed.")


def machine(given):
    server = conversation.discover(given["issuer"])
    client = OAuth2Session(client=BackendApplicationClient(client_id=given["client"]["id"], scope=given["scope"].split()), scope=given["scope"].split())
    tokens = dict(client.fetch_token(server["token_endpoint"], **_authentication(given)))
    return {"tokens": tokens, "call": _call(client, given["api"])}


def code(given):
    """Authorization code; the library knows no PKCE, so it is told the parameters."""
    server = conversation.discover(given["issuer"])
    client = OAuth2Session(given["client"]["id"], scope=given["scope"].split(), redirect_uri=given["redirectUri"])
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    url, _ = client.authorization_url(server["authorization_endpoint"], code_challenge=challenge, code_challenge_method="S256")
    back = conversation.ask("authorize", url=url)["url"]
    tokens = dict(client.fetch_token(
        server["token_endpoint"], authorization_response=back, code_verifier=verifier, **_authentication(given)))
    call = _call(client, given["api"])
    userinfo = client.get(server["userinfo_endpoint"])
    userinfo.raise_for_status()
    refreshed = dict(client.refresh_token(server["token_endpoint"], **_credentials_in_body(given["client"])))
    return {"tokens": tokens, "call": call, "userinfo": userinfo.json(), "refreshed": refreshed}


conversation.serve(session, machine, code)
