import { call } from './calls.mjs';
import { configure } from './configuration.mjs';
import * as client from 'openid-client';
import { ask } from '../lib/conversation.mjs';

// A device without a browser shows a code; its user answers elsewhere while it polls (RFC 8628).
export async function device({ scope, api, with: asked, ...given }) {
  const configuration = await configure(given);
  const shown = await client.initiateDeviceAuthorization(configuration, { scope });
  await ask(asked.decision, { url: shown.verification_uri_complete });
  const tokens = await client.pollDeviceAuthorizationGrant(configuration, shown, undefined, { signal: AbortSignal.timeout(30_000) });
  return { shown, tokens, call: await call(configuration, tokens, api) };
}
