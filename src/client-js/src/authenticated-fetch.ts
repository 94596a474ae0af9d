import type { Environment } from './environment.js';
import { BodyNotRepeatableError } from './errors.js';
import type { Held } from './lifetime.js';
import type { Transport } from './transport.js';

const HOPELESS_FOR = 30_000;

type TokenSource = (signal: AbortSignal | null | undefined, stale?: Held) => Promise<Held>;

/**
 * `fetch` with the access token. A 401 that says that the token is bad (RFC 6750 §3.1, RFC 9449 §7.1) has it renewed once and the request repeated;
 * one that a fresh token does not cure is returned, and for half a minute nothing is renewed on account of that path and that token.
 */
export const authenticatedFetch = (
  environment: Environment,
  transport: Transport,
  apis: readonly string[],
  token: TokenSource,
): ((input: RequestInfo | URL, init?: RequestInit) => Promise<Response>) => {
  const origins = new Set([environment.baseUrl, ...apis].map((url) => new URL(url).origin));
  const hopeless = new Map<string, number>();
  let hopelessFor: Held | undefined;

  return async (input, init = {}) => {
    const request = input instanceof Request ? input : undefined;
    const url = new URL(request?.url ?? String(input), environment.baseUrl);
    if (!origins.has(url.origin)) {
      throw new TypeError(`${url.origin} is not among the apis of the session, so it must not see the token`);
    }
    const method = init.method ?? request?.method ?? 'GET';
    const repeatable = isRepeatable(init.body);
    const signal = init.signal ?? request?.signal;
    const path = url.origin + url.pathname;

    const send = async (held: Held): Promise<Response> => {
      const headers = new Headers(init.headers ?? request?.headers);
      for (const [name, value] of Object.entries(await transport.authorize(held.grant, method, url))) {
        headers.set(name, value);
      }
      return environment.fetch(request?.clone() ?? url, { ...init, headers });
    };
    const sendProven = async (held: Held): Promise<Response> => {
      const response = await send(held);
      if (!transport.learn?.(response, url)) {
        return response;
      }
      requireRepeatable(repeatable, response);
      return send(held);
    };

    let held = await token(signal);
    let response = await sendProven(held);
    // Twice, because the first time may only bring a token that was here already and is no better.
    for (let round = 0; round < 2 && isTokenRefused(response); round++) {
      if (hopelessFor === held && environment.monotonicClock() < (hopeless.get(path) ?? 0)) {
        break;
      }
      const refusedAt = environment.monotonicClock();
      held = await token(signal, held);
      requireRepeatable(repeatable, response);
      response.body?.cancel().catch(() => {});
      response = await sendProven(held);
      if (held.since.monotonic >= refusedAt) {
        if (isTokenRefused(response)) {
          if (hopelessFor !== held) {
            hopeless.clear();
            hopelessFor = held;
          }
          hopeless.set(path, environment.monotonicClock() + HOPELESS_FOR);
        }
        break;
      }
    }
    return response;
  };
};

/** RFC 6750 §3.1: `invalid_token` is about the token; every other 401 is between the API and the application. */
const isTokenRefused = (response: Response): boolean =>
  response.status === 401 &&
  /(^|[\s,])error\s*=\s*"?invalid_token"?(?=[\s,]|$)/i.test(response.headers.get('WWW-Authenticate') ?? '');

/** A stream can be read once. (What a `Request` brings is copied before it is sent.) */
const isRepeatable = (body: unknown): boolean =>
  body == null ||
  typeof body === 'string' ||
  body instanceof URLSearchParams ||
  body instanceof FormData ||
  body instanceof Blob ||
  body instanceof ArrayBuffer ||
  ArrayBuffer.isView(body);

const requireRepeatable = (repeatable: boolean, response: Response): void => {
  if (!repeatable) {
    throw new BodyNotRepeatableError(response);
  }
};
