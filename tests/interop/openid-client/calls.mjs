import * as client from 'openid-client';

// A call of an API. The library sends it once more when the API wants its nonce in the DPoP proof.
export async function call(configuration, { access_token }, url, options) {
  const response = await client.fetchProtectedResource(configuration, access_token, new URL(url), 'GET', undefined, undefined, options);
  return { status: response.status, body: await response.json() };
}
