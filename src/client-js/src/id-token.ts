import { fromBase64url } from './base64url.js';
import type { Claims } from './outcomes.js';

export interface Expected {
  readonly issuer: string;
  readonly clientId: string;
  /** Of the authorization request; a refreshed ID token may have none. */
  readonly nonce?: string | undefined;
  /** Of the ID token before this one (OIDC Core §12.2). */
  readonly subject?: string | undefined;
  /** Milliseconds. */
  readonly now: number;
}

// Clocks of people's devices are wrong by minutes.
const LEEWAY = 300;

/**
 * The claims of an ID token that came straight from the token endpoint. There, TLS says who issued it, and the signature need not be checked
 * (OIDC Core §3.1.3.7, 6). Throws when it is not for us, not for this request, or over.
 */
export const readIdToken = (idToken: string, expected: Expected): Claims => {
  const claims: Claims = JSON.parse(new TextDecoder().decode(fromBase64url(idToken.split('.')[1] ?? '')));
  const { iss, sub, aud, azp, exp, iat, nonce } = claims;
  const audiences = [aud].flat();
  const sound =
    iss === expected.issuer &&
    typeof sub === 'string' &&
    sub === (expected.subject ?? sub) &&
    audiences.includes(expected.clientId) &&
    (azp === undefined ? audiences.length === 1 : azp === expected.clientId) &&
    typeof exp === 'number' &&
    typeof iat === 'number' &&
    exp > expected.now / 1000 - LEEWAY &&
    nonce === (expected.nonce ?? nonce);
  if (!sound) {
    throw new TypeError('The ID token is not for this client and this sign-in');
  }
  return claims;
};
