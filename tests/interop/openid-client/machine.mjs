import { call } from './calls.mjs';
import { configure } from './configuration.mjs';
import * as client from 'openid-client';

// A program on its own behalf (RFC 6749 §4.4).
export async function machine({ scope, api, with: asked, ...given }) {
  const configuration = await configure(given);
  const DPoP = asked?.dpop ? client.getDPoPHandle(configuration, await client.randomDPoPKeyPair('ES256')) : undefined;
  const tokens = await client.clientCredentialsGrant(configuration, { scope }, { DPoP });
  return { tokens, call: await call(configuration, tokens, api, { DPoP }) };
}

// A program on behalf of a user whose token it was sent (RFC 8693).
export async function exchange({ userName, password, scope, api, with: asked, ...given }) {
  const front = await configure({ ...given, client: asked.front });
  const subject = await client.genericGrantRequest(front, 'password', { username: userName, password, scope });
  const before = await call(front, subject, api);
  const configuration = await configure(given);
  const tokens = await client.genericGrantRequest(configuration, 'urn:ietf:params:oauth:grant-type:token-exchange', {
    subject_token: subject.access_token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    scope: asked.scope,
  });
  return { before, tokens, call: await call(configuration, tokens, api) };
}
