import { base64url, randomText, sha256, utf8 } from './base64url.js';
import type { Environment } from './environment.js';

// Each of Web Cryptography's functions takes from this what it needs.
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A key that script can use and cannot read, with its public half as it stands in every proof. */
export interface ProofKey {
  readonly privateKey: CryptoKey;
  readonly jwk: JsonWebKey;
}

export const makeProofKey = async ({ subtle }: Crypto): Promise<ProofKey> => {
  const { privateKey, publicKey } = await subtle.generateKey(ALGORITHM, false, ['sign']);
  const { x, y } = await subtle.exportKey('jwk', publicKey);
  return { privateKey, jwk: { kty: 'EC', crv: 'P-256', x, y } as JsonWebKey };
};

/** Proofs of possession (RFC 9449), with each server's latest nonce and a clock that follows the servers'. */
export interface Proofs {
  /** The wall clock, put right by what servers said. */
  now(): number;
  /** §4.2; `ath` is there when an access token goes along. */
  prove(key: ProofKey, method: string, url: URL, accessToken?: string): Promise<string>;
  /**
   * Remembers the nonce (§8.2) and the server's time. `complaint` is what the answer says is wrong; without one it may be out of a cache, with the
   * time of then. True when the same request should go once more: the proof was refused, and the next one has another nonce or another time.
   */
  learn(response: Response, url: URL, complaint: string | null): boolean;
}

export const createProofs = (environment: Environment): Proofs => {
  const nonces = new Map<string, string>();
  const { crypto } = environment;
  let skew = 0;
  const now = () => environment.wallClock() + skew;
  return {
    now,
    prove: async (key, method, url, accessToken) => {
      const claims = {
        jti: randomText(crypto),
        htm: method,
        htu: url.origin + url.pathname,
        iat: Math.floor(now() / 1000),
        ath: accessToken && (await sha256(crypto, accessToken)),
        nonce: nonces.get(url.origin),
      };
      const content = [{ typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk }, claims]
        .map((part) => base64url(utf8(JSON.stringify(part))))
        .join('.');
      return `${content}.${base64url(await crypto.subtle.sign(ALGORITHM, key.privateKey, utf8(content)))}`;
    },
    learn: ({ headers }, url, complaint) => {
      const nonce = headers.get('DPoP-Nonce');
      if (nonce) {
        nonces.set(url.origin, nonce);
      }
      if (complaint === null) {
        return false;
      }
      const correction = Date.parse(headers.get('Date') ?? '') - now();
      // The header has whole seconds and was on its way for a while.
      const wrong = Math.abs(correction) > 5_000;
      if (wrong) {
        skew += correction;
      }
      // `use_dpop_nonce` (§8) or `invalid_dpop_proof` (§5).
      return (!!nonce || wrong) && complaint.includes('_dpop_');
    },
  };
};
