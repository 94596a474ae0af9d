import type { Environment } from './environment.js';
import { BodyNotRepeatableError } from './errors.js';
import type { Held } from './lifetime.js';
import type { Session } from './session.js';
import type { Transport } from './transport.js';

const HOPELESS_FOR = 30_000;
const MOST_REPEATS = 4;

type TokenSource = (signal: AbortSignal, refused?: Held) => Promise<Held>;

/**
 * `fetch` with the access token. A 401 that says that the token is bad (RFC 6750 §3.1, RFC 9449 §7.1) has it renewed once and the request repeated;
 * one that a fresh token does not cure is returned, and for half a minute nothing is renewed on account of that path and that token.
 */
export const authenticatedFetch = (
  environment: Environment,
  transport: Transport,
  apis: readonly string[],
  token: TokenSource,
): Session['fetch'] => {
  // Not the origin of a `<base>`, which is only what addresses are relative to.
  const origins = [environment.page?.url() ?? environment.baseUrl, ...apis].map((url) => new URL(url).origin);

  return async (input, init) => {
    const request = new Request(input instanceof Request ? input.clone() : new URL(input, environment.baseUrl), init);
    const { method, signal } = request;
    const url = new URL(request.url);
    const path = url.origin + url.pathname;
    if (!origins.includes(url.origin)) {
      throw new TypeError(`${url.origin} is not in apis`);
    }
    // A stream can be read once. What a `Request` brings is kept.
    const once = init?.body instanceof ReadableStream;
    let held = await token(signal);
    let proven: Held | undefined;
    let refusedAt = Infinity;
    for (let repeats = 0; ; repeats++) {
      const copy = once ? request : request.clone();
      for (const [name, value] of Object.entries(await transport.authorize(held.grant, method, url))) {
        copy.headers.set(name, value);
      }
      const response = await environment.fetch(copy);
      if (transport.learn?.(response, url) && proven !== held) {
        proven = held;
      } else {
        const now = environment.monotonicClock();
        // RFC 6750 §3.1: `invalid_token` is about the token; every other 401 is between the API and the application.
        const refused =
          response.status === 401 &&
          /\berror\s*=\s*"?invalid_token\b/i.test(response.headers.get('WWW-Authenticate') ?? '');
        if (refused && held.since[1] >= refusedAt) {
          held.hopeless[path] = now + HOPELESS_FOR;
        }
        if (!refused || now < (held.hopeless[path] ?? 0) || repeats > MOST_REPEATS) {
          return response;
        }
        // The token that comes may be one that was here already, and no better.
        refusedAt = now;
        const { session } = held.grant;
        held = await token(signal, held);
        // What one user meant to do is not done as another one.
        if (held.grant.session !== session) {
          return response;
        }
      }
      if (once) {
        throw new BodyNotRepeatableError(response);
      }
      response.body?.cancel().catch(() => {});
    }
  };
};
