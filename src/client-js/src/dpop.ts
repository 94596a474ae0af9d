import { base64url, randomText, sha256, utf8 } from './base64url.js';
import type { Environment } from './environment.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A key that script can use and cannot read, with its public half as it stands in every proof. */
export interface ProofKey {
  readonly privateKey: CryptoKey;
  readonly jwk: { readonly kty: string; readonly crv: string; readonly x: string; readonly y: string };
}

export const makeProofKey = async ({ subtle }: Crypto): Promise<ProofKey> => {
  const { privateKey, publicKey } = await subtle.generateKey(ALGORITHM, false, ['sign']);
  const { kty = '', crv = '', x = '', y = '' } = await subtle.exportKey('jwk', publicKey);
  return { privateKey, jwk: { kty, crv, x, y } };
};

/** Proofs of possession (RFC 9449), with each server's latest nonce and a clock that follows the servers'. */
export class Proofs {
  readonly #nonces = new Map<string, string>();
  #skew = 0;

  constructor(private readonly environment: Environment) {}

  /** The wall clock, put right by what servers said. */
  now(): number {
    return this.environment.wallClock() + this.#skew;
  }

  /** §4.2; `ath` is there when an access token goes along. */
  async make(key: ProofKey, method: string, url: URL, accessToken?: string): Promise<string> {
    const { crypto } = this.environment;
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk };
    const claims = {
      jti: randomText(crypto),
      htm: method.toUpperCase(),
      htu: url.origin + url.pathname,
      iat: Math.floor(this.now() / 1000),
      ath: accessToken && (await sha256(crypto, accessToken)),
      nonce: this.#nonces.get(url.origin),
    };
    const content = [header, claims].map((part) => base64url(utf8(JSON.stringify(part)))).join('.');
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, utf8(content));
    return `${content}.${base64url(signature)}`;
  }

  /**
   * Remembers the nonce (§8.2) and the server's time. True when the same request should go once more: a nonce was asked for, or the proof was
   * refused and this clock turns out to be wrong.
   */
  learn(response: Response, url: URL, error: unknown): boolean {
    const nonce = response.headers.get('DPoP-Nonce');
    const date = Date.parse(response.headers.get('Date') ?? '');
    const correction = date ? date - this.now() : 0;
    if (nonce) {
      this.#nonces.set(url.origin, nonce);
    }
    // The header has whole seconds and was on its way for a while.
    const wrong = Math.abs(correction) > 5_000;
    if (wrong) {
      this.#skew += correction;
    }
    return (error === 'use_dpop_nonce' && !!nonce) || (error === 'invalid_dpop_proof' && wrong);
  }
}

/** What a challenge of scheme DPoP complains of (§7.1, §9). */
export const challengeError = (response: Response): string | undefined =>
  response.status === 401
    ? /(?:use_dpop_nonce|invalid_dpop_proof)/.exec(response.headers.get('WWW-Authenticate') ?? '')?.[0]
    : undefined;
