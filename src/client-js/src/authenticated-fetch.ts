import type { Environment } from './environment.js';
import { BodyNotRepeatableError } from './errors.js';
import type { Held } from './lifetime.js';
import type { Session } from './session.js';
import type { Transport } from './transport.js';

const HOPELESS_FOR = 30_000;

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
  const origins = [environment.baseUrl, ...apis].map((url) => new URL(url).origin);

  return async (input, init) => {
    const request = new Request(input instanceof Request ? input.clone() : new URL(input, environment.baseUrl), init);
    const { method, signal } = request;
    const url = new URL(request.url);
    const path = url.origin + url.pathname;
    if (!origins.includes(url.origin)) {
      throw new TypeError(`${url.origin} is not among the apis of the session`);
    }
    // A stream can be read once. What a `Request` brings is kept.
    const once = init?.body instanceof ReadableStream;

    const send = async ({ grant }: Held): Promise<Response> => {
      const copy = once ? request : request.clone();
      for (const [name, value] of Object.entries(await transport.authorize(grant, method, url))) {
        copy.headers.set(name, value);
      }
      return environment.fetch(copy);
    };
    const requireRepeatable = (response: Response): void => {
      if (once) {
        throw new BodyNotRepeatableError(response);
      }
    };
    const sendProven = async (held: Held): Promise<Response> => {
      const response = await send(held);
      if (!transport.learn?.(response, url)) {
        return response;
      }
      requireRepeatable(response);
      return send(held);
    };

    let held = await token(signal);
    let response = await sendProven(held);
    // Twice, because the first time may only bring a token that was here already and is no better.
    for (let round = 0; round < 2 && isTokenRefused(response); round++) {
      const refusedAt = environment.monotonicClock();
      if (refusedAt < (held.hopeless.get(path) ?? 0)) {
        break;
      }
      const next = await token(signal, held);
      requireRepeatable(response);
      response.body?.cancel().catch(() => {});
      held = next;
      response = await sendProven(held);
      if (held.since[1] >= refusedAt) {
        if (isTokenRefused(response)) {
          held.hopeless.set(path, environment.monotonicClock() + HOPELESS_FOR);
        }
        break;
      }
    }
    return response;
  };
};

/** RFC 6750 §3.1: `invalid_token` is about the token; every other 401 is between the API and the application. */
const isTokenRefused = ({ status, headers }: Response): boolean =>
  status === 401 && /\berror\s*=\s*"?invalid_token\b/i.test(headers.get('WWW-Authenticate') ?? '');
