import { configure, options } from './configuration.mjs';
import { call, withNonce } from './tokens.mjs';
import * as oauth from 'oauth4webapi';

function request({ server, client, authentication }, grantType, parameters, DPoP) {
  return withNonce(
    () => oauth.genericTokenEndpointRequest(server, client, authentication, grantType, parameters, { ...options, DPoP }),
    (response) => oauth.processGenericTokenEndpointResponse(server, client, response),
  );
}

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

// A program on behalf of a user whose token it was sent (RFC 8693).
export async function exchange({ userName, password, scope, api, with: asked, ...given }) {
  const front = await configure({ ...given, client: asked.front });
  const subject = await request(front, 'password', { username: userName, password, scope });
  const before = await call(subject, api);
  const tokens = await request(await configure(given), 'urn:ietf:params:oauth:grant-type:token-exchange', {
    subject_token: subject.access_token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    scope: asked.scope,
  });
  return { before, tokens, call: await call(tokens, api) };
}
