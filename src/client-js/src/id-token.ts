import type { BrowserClientOptions } from './browser-client.js';
import type { Claims } from './outcomes.js';

// Clocks of people's devices are wrong by minutes.
const LEEWAY = 300;

/**
 * The claims of an ID token that came straight from the token endpoint. There, TLS says who issued it, and the signature need not be checked
 * (OIDC Core §3.1.3.7, 6). Throws when it is not for us, not for this request, or over. `expectedNonce` is that of the authorization request; a
 * refreshed ID token may have none. `subject` is that of the ID token before this one (§12.2).
 */
export const readIdToken = (
  idToken: string,
  { issuer, clientId }: BrowserClientOptions,
  now: number,
  expectedNonce: string | undefined,
  subject: string | undefined,
): Claims => {
  const content = atob((idToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
  const claims: Claims = JSON.parse(
    new TextDecoder().decode(Uint8Array.from(content, (letter) => letter.charCodeAt(0))),
  );
  const { iss, sub, aud, azp, exp, iat, nonce } = claims;
  const audiences = [aud].flat();
  const sound =
    iss === issuer &&
    typeof sub === 'string' &&
    sub === (subject ?? sub) &&
    audiences.includes(clientId) &&
    (azp === undefined ? audiences.length === 1 : azp === clientId) &&
    typeof exp === 'number' &&
    typeof iat === 'number' &&
    exp > now / 1000 - LEEWAY &&
    nonce === (expectedNonce ?? nonce);
  if (!sound) {
    throw new TypeError('The ID token is not ours');
  }
  return claims;
};
