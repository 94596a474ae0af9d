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
