import { randomText, sha256 } from './base64url.js';
import { createProofs, makeProofKey, type ProofKey } from './dpop.js';
import { readIdToken } from './id-token.js';
import { fetchMetadata, type Metadata } from './metadata.js';
import { type Grant, type Outcome, outcomeOf, readAnswer, text, toOutcome } from './outcomes.js';
import { inSameOrigin } from './return-to.js';
import type { TransportFactory } from './transport.js';
import { sleep } from './waiting.js';

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

/** What this transport keeps in a grant. */
interface Own {
  readonly refreshToken?: string | undefined;
  readonly idToken?: string | undefined;
  readonly key?: ProofKey | undefined;
}

/** What must survive the way to the server and back. No token: the verifier is worth nothing without the code, which comes back to this page. */
interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  /** Whether the user must not be asked anything. */
  readonly silent: boolean;
  /** How many attempts came before, without the user having done anything. */
  readonly tries: number;
}

// A sign-in whose code could not be exchanged is begun anew so often.
const MOST_TRIES = 6;

const ownOf = (grant: Pick<Grant, 'own'> | undefined): Own => grant?.own ?? {};

/** No back end: authorization code with PKCE, and tokens that are bound to a key and live in memory. */
export const browserClient =
  (options: BrowserClientOptions): TransportFactory =>
  (environment) => {
    const { issuer, clientId, redirectUri, postLogoutRedirectUri } = options;
    const { page, crypto } = environment;
    let known: Metadata | undefined;
    const metadata = async (signal: AbortSignal | null = null): Promise<Metadata> => {
      known ??= await fetchMetadata(environment, issuer, signal);
      return known;
    };
    const { now, prove, learn } = createProofs(environment);

    // In the `sessionStorage` of this tab: the one sign-in under way, and a mark that it was signed in, which is the number of attempts in a row.
    const underWay = `authserver:${clientId}`;
    const again = `${underWay}:again`;
    const mark = (tries: number): void => page?.storage.setItem(again, `${tries}`);
    const forget = (): void => page?.storage.removeItem(again);

    const post = (
      url: string | URL,
      body: Record<string, string>,
      signal: AbortSignal,
      headers: Record<string, string> = {},
    ): Promise<Response> =>
      environment.fetch(url, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ ...body, client_id: clientId }),
        signal,
      });

    const requestToken = async (
      body: Record<string, string>,
      former: Pick<Grant, 'claims' | 'own'>,
      signal: AbortSignal,
      nonce?: string,
    ): Promise<Outcome> => {
      const { key, refreshToken, idToken } = ownOf(former);
      const url = new URL((await metadata(signal)).token_endpoint);
      for (let round = 0; ; round++) {
        const response = await post(url, body, signal, key && { DPoP: await prove(key, 'POST', url) });
        const answer = await readAnswer(response);
        if (learn(response, url, text(answer.error) ?? '') && !round) {
          continue;
        }
        const newIdToken = text(answer.id_token);
        const claims = newIdToken ? readIdToken(newIdToken, options, now(), nonce, former.claims?.sub) : former.claims;
        return toOutcome(environment, response, answer, {
          claims,
          session: text(claims?.sid),
          own: { key, refreshToken: text(answer.refresh_token) ?? refreshToken, idToken: newIdToken ?? idToken },
        });
      }
    };

    const authorize = async (returnTo: string | undefined, prompt: string | undefined, tries: number) => {
      const pending: PendingSignIn = {
        state: randomText(crypto),
        nonce: randomText(crypto),
        verifier: randomText(crypto),
        returnTo: inSameOrigin(environment, returnTo),
        silent: prompt === 'none',
        tries,
      };
      const url = new URL((await metadata()).authorization_endpoint);
      const query = {
        ...options.parameters,
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: options.scope ?? 'openid offline_access',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await sha256(crypto, pending.verifier),
        code_challenge_method: 'S256',
        ...(prompt && { prompt }),
      };
      for (const [name, value] of Object.entries(query)) {
        url.searchParams.set(name, value);
      }
      page?.storage.setItem(underWay, JSON.stringify(pending));
      page?.go(url.href);
    };

    /** After a reload nothing is left in memory. Whoever was signed in in this tab goes to the server and back, and is asked nothing. */
    const signInAgain = async (signal: AbortSignal): Promise<Outcome> => {
      const marked = page?.storage.getItem(again);
      if (!marked) {
        return { kind: 'refused', reason: 'no_session' };
      }
      const tries = Number(marked);
      if (tries >= MOST_TRIES) {
        return { kind: 'refused', reason: 'sign_in_failed', error: 'token_endpoint' };
      }
      // Nobody is sent to a server that cannot be reached.
      await metadata(signal);
      await sleep(environment, tries * 1_500);
      signal.throwIfAborted();
      await authorize(undefined, 'none', tries);
      // The page is on its way out. Should it be back without an answer, it is not sent there again.
      forget();
      return new Promise(() => {});
    };

    return {
      name: `${issuer} ${clientId}`,
      arrive: async (signal) => {
        const pending: PendingSignIn | null = JSON.parse(page?.storage.getItem(underWay) ?? 'null');
        if (!page || !pending) {
          return undefined;
        }
        page.storage.removeItem(underWay);
        const query = new URL(page.url()).searchParams;
        if (!query.has('state')) {
          return undefined;
        }
        // The code leaves the address, and with it the history, before anything else happens.
        page.rewrite(pending.returnTo);
        // Should the server be out of reach from here on, the sign-in is begun anew: a code may be used once (RFC 6749 §4.1.2).
        mark(pending.tries + 1);
        const iss = query.get('iss');
        const code = query.get('code') ?? '';
        let error = query.get('error') ?? (code ? undefined : 'code_missing');
        if (query.get('state') !== pending.state) {
          error = 'state_mismatch';
        } else if (iss !== issuer && (iss || (await metadata(signal)).authorization_response_iss_parameter_supported)) {
          // RFC 9207 §2.4: another server's answer would have its code sent to this one.
          error = 'issuer_mismatch';
        }
        if (error) {
          return { kind: 'refused', reason: pending.silent ? 'no_session' : 'sign_in_failed', error };
        }
        const outcome = await requestToken(
          { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: pending.verifier },
          { own: { key: options.dpop === false ? undefined : await makeProofKey(crypto) } satisfies Own },
          signal,
          pending.nonce,
        );
        return outcome.kind === 'ended' ? { kind: 'failed', detail: 'invalid_grant' } : outcome;
      },
      renew: async (grant, signal) => {
        const { refreshToken } = ownOf(grant);
        return grant && refreshToken
          ? requestToken({ grant_type: 'refresh_token', refresh_token: refreshToken }, grant, signal)
          : signInAgain(signal);
      },
      signIn: ({ returnTo, prompt }) => authorize(returnTo, prompt, 0),
      signOut: async (grant, signal) => {
        const { revocation_endpoint } = await metadata(signal);
        const token = ownOf(grant).refreshToken ?? grant?.accessToken;
        if (!revocation_endpoint || !token) {
          return undefined;
        }
        const response = await post(revocation_endpoint, { token }, signal);
        return response.ok ? undefined : outcomeOf(environment, response);
      },
      // OIDC RP-Initiated Logout §2, by a form: the ID token is in no address.
      leave: async (grant) => {
        const { end_session_endpoint } = await metadata();
        const { idToken } = ownOf(grant);
        if (end_session_endpoint) {
          page?.post(end_session_endpoint, {
            client_id: clientId,
            ...(idToken && { id_token_hint: idToken }),
            ...(postLogoutRedirectUri && { post_logout_redirect_uri: postLogoutRedirectUri }),
          });
        }
      },
      remember: () => mark(0),
      forget,
      authorize: async ({ accessToken, tokenType, own }, method, url) => {
        const { key } = own as Own;
        return {
          Authorization: `${tokenType} ${accessToken}`,
          ...(key && { DPoP: await prove(key, method, url, accessToken) }),
        };
      },
      learn: (response, url) => learn(response, url, response.ok ? null : response.headers.get('WWW-Authenticate')),
    };
  };
