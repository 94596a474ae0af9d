import { call } from './calls.mjs';
import { configure } from './configuration.mjs';
import * as client from 'openid-client';
import { refusal } from '../lib/conversation.mjs';

// From sign-in to revocation.
export async function session({ userName, password, scope, api, inspector, ...given }) {
  const configuration = await configure(given);
  const resourceServer = await configure({ ...given, client: inspector });
  const tokens = await client.genericGrantRequest(configuration, 'password', { username: userName, password, scope });
  const called = await call(configuration, tokens, api);
  const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token);
  const again = await client.refreshTokenGrant(configuration, refreshed.refresh_token, { scope: 'openid api' });
  const before = await client.tokenIntrospection(resourceServer, again.access_token);
  await client.tokenRevocation(configuration, again.refresh_token);
  const after = await client.tokenIntrospection(resourceServer, again.access_token);
  const afterwards = await refusal(client.refreshTokenGrant(configuration, again.refresh_token));
  return { tokens, call: called, refreshed, again, before, after, afterwards };
}

export async function wrongPassword({ userName, ...given }) {
  const configuration = await configure(given);
  return refusal(client.genericGrantRequest(configuration, 'password', { username: userName, password: 'not the one' }));
}
