import * as oauth from 'oauth4webapi';
import { options } from './configuration.mjs';

// Sends a request once more when the server wants its DPoP nonce in the proof (RFC 9449 §8); the handle has remembered it by then.
export async function withNonce(request, process) {
  try {
    return await process(await request());
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) {
      throw error;
    }
    return process(await request());
  }
}

export function refresh({ server, client, authentication }, token, { scope, DPoP } = {}) {
  const additional = scope ? { additionalParameters: { scope } } : {};
  return withNonce(
    () => oauth.refreshTokenGrantRequest(server, client, authentication, token, { ...options, ...additional, DPoP }),
    (response) => oauth.processRefreshTokenResponse(server, client, response),
  );
}

export async function introspect({ server, client, authentication }, token) {
  return oauth.processIntrospectionResponse(server, client, await oauth.introspectionRequest(server, client, authentication, token, options));
}

export async function revoke({ server, client, authentication }, token) {
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, token, options));
}

// What a resource server does with the token that it is sent (RFC 9068 §4).
export function validate({ server }, { access_token, token_type }, audience, headers = {}) {
  const request = new Request('https://api.example/', { headers: { authorization: `${token_type} ${access_token}`, ...headers } });
  return oauth.validateJwtAccessToken(server, request, audience, options);
}

// A call of an API.
export function call({ access_token }, url, DPoP) {
  return withNonce(
    () => oauth.protectedResourceRequest(access_token, 'GET', new URL(url), undefined, undefined, { ...options, DPoP }),
    async (response) => ({ status: response.status, body: await response.json() }),
  );
}
