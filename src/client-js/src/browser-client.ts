import { randomText, sha256 } from './base64url.js';
import { challengeError, makeProofKey, type ProofKey, Proofs } from './dpop.js';
import type { Environment } from './environment.js';
import { readIdToken } from './id-token.js';
import { metadataOf } from './metadata.js';
import { type Claims, type Grant, type Outcome, readAnswer, type TokenAnswer, text, toOutcome } from './outcomes.js';
import { type PendingSignIn, PendingSignIns } from './pending-sign-in.js';
import { inSameOrigin } from './return-to.js';
import type { SignInOptions, Transport, TransportFactory } from './transport.js';

export interface BrowserClientOptions {
  /** As the server writes it in its metadata. */
  readonly issuer: string;
  readonly clientId: string;
  /** A page of this origin that creates the session. */
  readonly redirectUri: string;
  /** `openid offline_access` unless given. */
  readonly scope?: string;
  /** Where the browser goes when the server has signed the user out. Without it the user sees the server's page. */
  readonly postLogoutRedirectUri?: string;
  /** More parameters of the authorization request, such as `resource` or `acr_values`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** False: bearer tokens, which whoever finds them can use. */
  readonly dpop?: boolean;
}

/** No back end: authorization code with PKCE, and tokens that are bound to a key and live in memory. */
export const browserClient =
  (options: BrowserClientOptions): TransportFactory =>
  (environment) =>
    new BrowserTransport(environment, options);

/** What this transport keeps in a grant. */
interface Own {
  readonly refreshToken?: string | undefined;
  readonly idToken?: string | undefined;
  readonly key?: ProofKey | undefined;
}

// A sign-in whose code could not be exchanged is begun anew so often.
const MOST_TRIES = 6;

class BrowserTransport implements Transport {
  readonly name: string;
  readonly #metadata: ReturnType<typeof metadataOf>;
  readonly #proofs: Proofs;
  readonly #pending: PendingSignIns | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly options: BrowserClientOptions,
  ) {
    this.name = `${options.issuer} ${options.clientId}`;
    this.#metadata = metadataOf(environment, options.issuer);
    this.#proofs = new Proofs(environment);
    this.#pending = environment.page && new PendingSignIns(environment.page, `authserver:${options.clientId}`);
  }

  async arrive(signal: AbortSignal): Promise<Outcome | undefined> {
    const { page } = this.environment;
    const pending = this.#pending?.take();
    if (!page || !pending) {
      return undefined;
    }
    const query = new URL(page.url()).searchParams;
    if (!query.has('state')) {
      return undefined;
    }
    // The code leaves the address, and with it the history, before anything else happens.
    page.rewrite(pending.returnTo);
    // Should the server be out of reach from here on, the sign-in is begun anew: a code may be used once (RFC 6749 §4.1.2).
    this.#pending?.mark(pending.tries + 1);
    const error = await this.#refusal(query, pending, signal);
    if (error) {
      return { kind: 'refused', reason: pending.silent ? 'no_session' : 'sign_in_failed', error };
    }
    const outcome = await this.#redeem(query.get('code') ?? '', pending, signal);
    if (outcome.kind === 'ended') {
      return { kind: 'failed', detail: 'invalid_grant' };
    }
    return outcome;
  }

  async renew(grant: Grant | undefined, signal: AbortSignal): Promise<Outcome> {
    if (!grant) {
      return this.#signInAgain(signal);
    }
    const own = grant.own as Own;
    if (!own.refreshToken) {
      return this.#signInAgain(signal);
    }
    const parameters = { grant_type: 'refresh_token', refresh_token: own.refreshToken };
    return this.#request(parameters, own, signal, { subject: grant.claims?.sub }, grant.claims);
  }

  async signIn({ returnTo, prompt }: SignInOptions): Promise<void> {
    await this.#authorize(returnTo, prompt, 0);
  }

  async signOut(grant: Grant | undefined, signal: AbortSignal): Promise<Outcome | undefined> {
    const { revocation_endpoint } = await this.#metadata(signal);
    const token = (grant?.own as Own | undefined)?.refreshToken ?? grant?.accessToken;
    if (!revocation_endpoint || !token) {
      return undefined;
    }
    const body = new URLSearchParams({ token, client_id: this.options.clientId });
    const response = await this.environment.fetch(revocation_endpoint, { method: 'POST', body, signal });
    return response.ok ? undefined : toOutcome(response, await readAnswer(response), this.environment.wallClock());
  }

  /** OIDC RP-Initiated Logout §2, by a form: the ID token is in no address. */
  async leave(grant: Grant | undefined): Promise<void> {
    const { end_session_endpoint } = await this.#metadata();
    const { clientId, postLogoutRedirectUri } = this.options;
    const idToken = (grant?.own as Own | undefined)?.idToken;
    if (end_session_endpoint) {
      this.environment.page?.post(end_session_endpoint, {
        client_id: clientId,
        ...(idToken && { id_token_hint: idToken }),
        ...(postLogoutRedirectUri && { post_logout_redirect_uri: postLogoutRedirectUri }),
      });
    }
  }

  remember(): void {
    this.#pending?.mark(0);
  }

  forget(): void {
    this.#pending?.takeMark();
  }

  async authorize({ accessToken, tokenType, own }: Grant, method: string, url: URL): Promise<Record<string, string>> {
    const { key } = own as Own;
    return {
      Authorization: `${tokenType} ${accessToken}`,
      ...(key && { DPoP: await this.#proofs.make(key, method, url, accessToken) }),
    };
  }

  learn(response: Response, url: URL): boolean {
    return this.#proofs.learn(response, url, challengeError(response));
  }

  /** Why the answer of the authorization endpoint is not to be used. */
  async #refusal(query: URLSearchParams, pending: PendingSignIn, signal: AbortSignal): Promise<string | undefined> {
    if (query.get('state') !== pending.state) {
      return 'state_mismatch';
    }
    const metadata = await this.#metadata(signal);
    const issuer = query.get('iss');
    // RFC 9207 §2.4: another server's answer would have its code sent to this one.
    if (issuer !== metadata.issuer && (issuer || metadata.authorization_response_iss_parameter_supported)) {
      return 'issuer_mismatch';
    }
    return query.get('error') ?? (query.get('code') ? undefined : 'code_missing');
  }

  async #redeem(code: string, pending: PendingSignIn, signal: AbortSignal): Promise<Outcome> {
    const key = this.options.dpop === false ? undefined : await makeProofKey(this.environment.crypto);
    const parameters = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.options.redirectUri,
      code_verifier: pending.verifier,
    };
    return this.#request(parameters, { key }, signal, { nonce: pending.nonce });
  }

  async #request(
    parameters: Record<string, string>,
    own: Own,
    signal: AbortSignal,
    expected: { nonce?: string; subject?: string | undefined },
    former?: Claims,
  ): Promise<Outcome> {
    const url = new URL((await this.#metadata(signal)).token_endpoint);
    const body = new URLSearchParams({ ...parameters, client_id: this.options.clientId });
    const send = async (): Promise<[Response, TokenAnswer]> => {
      const headers = own.key ? { DPoP: await this.#proofs.make(own.key, 'POST', url) } : {};
      const response = await this.environment.fetch(url, { method: 'POST', headers, body, signal, cache: 'no-store' });
      return [response, await readAnswer(response)];
    };
    let [response, answer] = await send();
    if (this.#proofs.learn(response, url, answer.error)) {
      [response, answer] = await send();
      this.#proofs.learn(response, url, undefined);
    }
    const { issuer, clientId } = this.options;
    const idToken = text(answer.id_token);
    const claims = idToken ? readIdToken(idToken, { ...expected, issuer, clientId, now: this.#proofs.now() }) : former;
    return toOutcome(response, answer, this.environment.wallClock(), {
      claims,
      session: text(claims?.sid),
      own: {
        key: own.key,
        refreshToken: text(answer.refresh_token) ?? own.refreshToken,
        idToken: idToken ?? own.idToken,
      },
    });
  }

  /** After a reload nothing is left in memory. Whoever was signed in in this tab goes to the server and back, and is asked nothing. */
  async #signInAgain(signal: AbortSignal): Promise<Outcome> {
    const tries = this.#pending?.takeMark();
    if (tries === undefined) {
      return { kind: 'refused', reason: 'no_session' };
    }
    if (tries >= MOST_TRIES) {
      return { kind: 'refused', reason: 'sign_in_failed', error: 'token_endpoint' };
    }
    try {
      // Nobody is sent to a server that cannot be reached.
      await this.#metadata(signal);
      await new Promise<void>((resolve) => this.environment.after(tries && Math.min(500 * 2 ** tries, 8_000), resolve));
      signal.throwIfAborted();
      await this.#authorize(undefined, 'none', tries);
    } catch (error) {
      this.#pending?.mark(tries);
      throw error;
    }
    // The page is on its way out.
    return new Promise(() => {});
  }

  async #authorize(returnTo: string | undefined, prompt: string | undefined, tries: number): Promise<void> {
    const { environment, options } = this;
    const { page, crypto } = environment;
    if (!page || !this.#pending) {
      throw new TypeError('Only a page can sign in');
    }
    const pending: PendingSignIn = {
      state: randomText(crypto),
      nonce: randomText(crypto),
      verifier: randomText(crypto),
      returnTo: inSameOrigin(page, returnTo),
      silent: prompt === 'none',
      tries,
    };
    const url = new URL((await this.#metadata()).authorization_endpoint);
    const parameters = {
      ...options.parameters,
      response_type: 'code',
      client_id: options.clientId,
      redirect_uri: options.redirectUri,
      scope: options.scope ?? 'openid offline_access',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await sha256(crypto, pending.verifier),
      code_challenge_method: 'S256',
      ...(prompt && { prompt }),
    };
    for (const [name, value] of Object.entries(parameters)) {
      url.searchParams.set(name, value);
    }
    this.#pending.put(pending);
    page.go(url.href);
  }
}
