"""Debian's python3-authlib as a client."""

import conversation
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session


def _session(given, server, **options):
    client = given["client"]
    return OAuth2Session(
        client["id"],
        client.get("secret"),
        token_endpoint=server["token_endpoint"],
        token_endpoint_auth_method=client["method"],
        revocation_endpoint_auth_method=client["method"],
        scope=given.get("scope"),
        **options,
    )


def _call(session, url):
    response = session.get(url)
    return {"status": response.status_code, "body": response.json() if response.ok else None}


def _introspected(given, server, token):
    resource_server = _session({"client": given["inspector"]}, server)
    response = resource_server.introspect_token(server["introspection_endpoint"], token=token)
    response.raise_for_status()
    return response.json()


def session(given):
    """From sign-in to revocation; the library refreshes by itself when it takes the access token for expired."""
    server, updates = conversation.discover(given["issuer"]), []
    client = _session(given, server, update_token=lambda token, **_: updates.append(token["refresh_token"]))
    tokens = dict(client.fetch_token(grant_type="password", username=given["userName"], password=given["password"]))
    first = _call(client, given["api"])

    client.token = {**tokens, "expires_at": tokens["expires_at"] - tokens["expires_in"] - 1}
    second = _call(client, given["api"])
    refreshed = dict(client.token)

    before = _introspected(given, server, refreshed["access_token"])
    client.revoke_token(server["revocation_endpoint"], token=refreshed["refresh_token"]).raise_for_status()
    after = _introspected(given, server, refreshed["access_token"])
    try:
        client.refresh_token(server["token_endpoint"])
    except OAuthError as error:
        return {
            "tokens": tokens, "call": first, "refreshed": refreshed, "again": second, "updates": updates,
            "before": before, "after": after, "afterwards": error.error,
        }
    raise AssertionError("A revoked session was refreshed.")


def machine(given):
    server = conversation.discover(given["issuer"])
    client = _session(given, server, grant_type="client_credentials")
    tokens = dict(client.fetch_token())
    first = _call(client, given["api"])
    client.token = {**tokens, "expires_at": tokens["expires_at"] - tokens["expires_in"] - 1}
    second = _call(client, given["api"])
    return {"tokens": tokens, "call": first, "renewed": dict(client.token), "again": second}


def code(given):
    """Authorization code with PKCE."""
    server = conversation.discover(given["issuer"])
    client = _session(given, server, redirect_uri=given["redirectUri"], code_challenge_method="S256")
    verifier = generate_token(48)
    url, state = client.create_authorization_url(server["authorization_endpoint"], code_verifier=verifier)
    back = conversation.ask("authorize", url=url)["url"]
    tokens = dict(client.fetch_token(authorization_response=back, state=state, code_verifier=verifier))
    call = _call(client, given["api"])
    userinfo = client.get(server["userinfo_endpoint"])
    userinfo.raise_for_status()
    refreshed = dict(client.refresh_token(server["token_endpoint"]))
    return {"tokens": tokens, "call": call, "userinfo": userinfo.json(), "refreshed": refreshed}


conversation.serve(session, machine, code)
