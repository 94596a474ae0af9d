import { configure, options } from './configuration.mjs';
import { call, withNonce } from './tokens.mjs';
import * as oauth from 'oauth4webapi';

// A program on its own behalf (RFC 6749 §4.4).
export async function machine({ scope, api, with: asked, ...given }) {
  const { server, client, authentication } = await configure(given);
  const DPoP = asked?.dpop ? oauth.DPoP(client, await oauth.generateKeyPair('ES256')) : undefined;
  const tokens = await withNonce(
    () => oauth.clientCredentialsGrantRequest(server, client, authentication, { scope }, { ...options, DPoP }),
    (response) => oauth.processClientCredentialsResponse(server, client, response),
  );
  return { tokens, call: await call(tokens, api, DPoP) };
}
