import { configure, options } from './configuration.mjs';
import { call, introspect, refresh, revoke, validate } from './tokens.mjs';
import * as oauth from 'oauth4webapi';
import { refusal } from '../lib/conversation.mjs';

async function signIn({ server, client, authentication }, parameters) {
  const response = await oauth.genericTokenEndpointRequest(server, client, authentication, 'password', parameters, options);
  return oauth.processGenericTokenEndpointResponse(server, client, response);
}

// From sign-in to revocation.
export async function session({ userName, password, scope, api, audience, inspector, ...given }) {
  const configuration = await configure(given);
  const resourceServer = await configure({ ...given, client: inspector });
  const tokens = await signIn(configuration, { username: userName, password, scope });
  const claims = await validate(configuration, tokens, audience);
  const called = await call(tokens, api);
  const refreshed = await refresh(configuration, tokens.refresh_token);
  const again = await refresh(configuration, refreshed.refresh_token, { scope: 'openid api' });
  const before = await introspect(resourceServer, again.access_token);
  await revoke(configuration, again.refresh_token);
  const after = await introspect(resourceServer, again.access_token);
  const afterwards = await refusal(refresh(configuration, again.refresh_token));
  return { tokens, call: called, claims, refreshed, again, before, after, afterwards };
}

export async function wrongPassword({ userName, ...given }) {
  return refusal(signIn(await configure(given), { username: userName, password: 'not the one' }));
}
