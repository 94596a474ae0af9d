import type { Environment } from './environment.js';
import { type Outcome, readAnswer, toOutcome } from './outcomes.js';
import { inSameOrigin } from './return-to.js';
import type { Transport, TransportFactory } from './transport.js';

export interface CookieBackEndOptions {
  /** The path of its endpoints, on this origin: `/auth` unless given. */
  readonly base?: string;
}

/** A back end of this origin that keeps the refresh token in an HttpOnly cookie. The README has its contract. */
export const cookieBackEnd =
  ({ base = '/auth' }: CookieBackEndOptions = {}): TransportFactory =>
  (environment) =>
    cookieTransport(environment, base.replace(/\/+$/, ''));

const cookieTransport = (environment: Environment, base: string): Transport => {
  let leaveTo: { readonly location?: unknown; readonly fields?: unknown } = {};

  const post = (path: string, signal: AbortSignal): Promise<Response> =>
    environment.fetch(new URL(base + path, environment.baseUrl), {
      method: 'POST',
      // No form and no script of another origin can send it without being asked about first.
      headers: { 'X-Requested-With': 'authserver-client', Accept: 'application/json' },
      credentials: 'same-origin',
      mode: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal,
    });

  return {
    name: base,
    renew: async (_, signal) => {
      const response = await post('/refresh', signal);
      return toOutcome(response, await readAnswer(response), environment.wallClock());
    },
    signIn: async ({ returnTo }) => {
      const { page } = environment;
      if (page) {
        const query = new URLSearchParams({ return_to: inSameOrigin(page, returnTo) });
        page.go(`${base}/sign-in?${query}`);
      }
    },
    signOut: async (_, signal): Promise<Outcome | undefined> => {
      const response = await post('/sign-out', signal);
      if (!response.ok) {
        return toOutcome(response, await readAnswer(response), environment.wallClock());
      }
      leaveTo = (await response.json().catch(() => undefined)) ?? {};
      return undefined;
    },
    leave: async () => {
      const { page } = environment;
      const { location, fields } = leaveTo;
      if (typeof location !== 'string') {
        return;
      }
      if (fields) {
        page?.post(location, fields as Record<string, string>);
      } else {
        page?.go(location);
      }
    },
    authorize: ({ tokenType, accessToken }) => ({ Authorization: `${tokenType} ${accessToken}` }),
  };
};
