import { configure, options } from './configuration.mjs';
import { call } from './tokens.mjs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as oauth from 'oauth4webapi';
import { ask, refusal } from '../lib/conversation.mjs';

async function poll({ server, client, authentication }, { device_code }) {
  const response = await oauth.deviceCodeGrantRequest(server, client, authentication, device_code, options);
  return oauth.processDeviceCodeResponse(server, client, response);
}

// A device without a browser shows a code; its user answers elsewhere while it polls (RFC 8628). It asks once before the user has answered.
export async function device({ scope, api, with: asked, ...given }) {
  const configuration = await configure(given);
  const { server, client, authentication } = configuration;
  const response = await oauth.deviceAuthorizationRequest(server, client, authentication, { scope }, options);
  const shown = await oauth.processDeviceAuthorizationResponse(server, client, response);
  const early = await refusal(poll(configuration, shown));
  await ask(asked.decision, { url: shown.verification_uri_complete });
  await sleep((shown.interval ?? 5) * 1000);
  const tokens = await poll(configuration, shown);
  return { shown, early, tokens, call: await call(tokens, api) };
}
