import { call } from './calls.mjs';
import { configure } from './configuration.mjs';
import * as client from 'openid-client';
import { ask } from '../lib/conversation.mjs';
import { nonceChallenges } from '../lib/nonce-challenges.mjs';

// What the redirect URI receives: a GET, or a POST with response_mode=form_post.
function arrival({ url, parameters }, responseMode) {
  return responseMode === 'form_post' ? new Request(url, { method: 'POST', body: new URLSearchParams(parameters) }) : new URL(url);
}

// Sign-in by browser, then everything that its tokens are for, up to the sign-out. The library checks state, nonce, iss and the ID token.
export async function code({ scope, redirectUri, postLogoutRedirectUri, api, with: asked, ...given }) {
  const configuration = await configure(given);
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const DPoP = asked.dpop ? client.getDPoPHandle(configuration, await client.randomDPoPKeyPair('ES256')) : undefined;
  const parameters = {
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    max_age: '300',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(asked.responseMode && { response_mode: asked.responseMode }),
  };
  const url = asked.pushed
    ? await client.buildAuthorizationUrlWithPAR(configuration, parameters, { DPoP })
    : client.buildAuthorizationUrl(configuration, { ...parameters, ...(DPoP && { dpop_jkt: await DPoP.calculateThumbprint() }) });

  const answer = await ask('authorize', { url });
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, maxAge: 300, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(configuration, arrival(answer, asked.responseMode), checks, undefined, { DPoP });

  const userinfo = await client.fetchUserInfo(configuration, tokens.access_token, tokens.claims().sub, { DPoP });
  const called = await call(configuration, tokens, api, { DPoP });
  const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token, undefined, { DPoP });
  const calledAgain = await call(configuration, refreshed, api, { DPoP });

  const logout = { id_token_hint: tokens.id_token, post_logout_redirect_uri: postLogoutRedirectUri, state };
  const left = asked.signOut ? await ask('sign-out', { url: client.buildEndSessionUrl(configuration, logout) }) : undefined;
  return { url, answer, tokens, claims: tokens.claims(), userinfo, call: called, refreshed, again: calledAgain, nonces: nonceChallenges(), left, state };
}
