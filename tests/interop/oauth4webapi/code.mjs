import { configure, options } from './configuration.mjs';
import { call, refresh, withNonce } from './tokens.mjs';
import * as oauth from 'oauth4webapi';
import { ask } from '../lib/conversation.mjs';
import { nonceChallenges } from '../lib/nonce-challenges.mjs';

async function push({ server, client, authentication }, parameters, DPoP) {
  const { request_uri } = await withNonce(
    () => oauth.pushedAuthorizationRequest(server, client, authentication, parameters, { ...options, DPoP }),
    (response) => oauth.processPushedAuthorizationResponse(server, client, response),
  );
  return { client_id: client.client_id, request_uri };
}

async function redeem({ server, client, authentication }, answer, { state, nonce, verifier, redirectUri, DPoP }) {
  const parameters = oauth.validateAuthResponse(server, client, new URLSearchParams(answer.parameters), state);
  let response;
  const tokens = await withNonce(
    () => oauth.authorizationCodeGrantRequest(server, client, authentication, parameters, redirectUri, verifier, { ...options, DPoP }),
    (received) => {
      response = received;
      return oauth.processAuthorizationCodeResponse(server, client, received, { expectedNonce: nonce, maxAge: 300, requireIdToken: true });
    },
  );
  await oauth.validateApplicationLevelSignature(server, response, options);
  return tokens;
}

function userInfo({ server, client }, { access_token }, subject, DPoP) {
  return withNonce(
    () => oauth.userInfoRequest(server, client, access_token, { ...options, DPoP }),
    (response) => oauth.processUserInfoResponse(server, client, subject, response),
  );
}

function endSessionUrl({ server, client }, parameters) {
  const url = new URL(server.end_session_endpoint);
  url.search = new URLSearchParams({ client_id: client.client_id, ...parameters });
  return url;
}

// Sign-in by browser, then everything that its tokens are for, up to the sign-out. The library checks state, nonce, iss and the ID token.
export async function code({ scope, redirectUri, postLogoutRedirectUri, api, with: asked, ...given }) {
  const configuration = await configure(given);
  const { server, client } = configuration;
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const DPoP = asked.dpop ? oauth.DPoP(client, await oauth.generateKeyPair('ES256')) : undefined;
  const parameters = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    max_age: '300',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(asked.responseMode && { response_mode: asked.responseMode }),
    ...(DPoP && { dpop_jkt: await DPoP.calculateThumbprint() }),
  };
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams(asked.pushed ? await push(configuration, parameters, DPoP) : parameters);

  const answer = await ask('authorize', { url });
  const tokens = await redeem(configuration, answer, { state, nonce, verifier, redirectUri, DPoP });
  const claims = oauth.getValidatedIdTokenClaims(tokens);

  const userinfo = await userInfo(configuration, tokens, claims.sub, DPoP);
  const called = await call(tokens, api, DPoP);
  const refreshed = await refresh(configuration, tokens.refresh_token, { DPoP });
  const calledAgain = await call(refreshed, api, DPoP);

  const logout = { id_token_hint: tokens.id_token, post_logout_redirect_uri: postLogoutRedirectUri, state };
  const left = asked.signOut ? await ask('sign-out', { url: endSessionUrl(configuration, logout) }) : undefined;
  return { url, answer, tokens, claims, userinfo, call: called, refreshed, again: calledAgain, nonces: nonceChallenges(), left, state };
}
