import type { Environment } from './environment.js';
import { outcomeOf } from './outcomes.js';
import { departure } from './return-to.js';
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
  let leaveTo: { readonly location?: unknown; readonly fields?: Record<string, string> } = {};

  const post = (path: string, signal: AbortSignal): Promise<Response> =>
    environment.fetch(new URL(base + path, environment.baseUrl), {
      method: 'POST',
      // No form and no script of another origin can send it without being asked about first.
      headers: { 'X-Requested-With': 'authserver-client', Accept: 'application/json' },
      mode: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal,
    });

  return {
    name: base,
    renew: async (_, signal) => outcomeOf(environment, await post('/refresh', signal)),
    signIn: async (options) => {
      const { page, returnTo } = departure(environment, options.returnTo);
      page.go(`${base}/sign-in?${new URLSearchParams({ return_to: returnTo })}`);
    },
    signOut: async (_, signal) => {
      const response = await post('/sign-out', signal);
      if (!response.ok) {
        return outcomeOf(environment, response);
      }
      leaveTo = Object(await response.json().catch(() => undefined));
      return undefined;
    },
    leave: async () => {
      const { location, fields } = leaveTo;
      if (typeof location !== 'string') {
        return;
      }
      if (fields) {
        environment.page?.post(location, fields);
      } else {
        environment.page?.go(location);
      }
    },
    authorize: ({ tokenType, accessToken }) => ({ Authorization: `${tokenType} ${accessToken}` }),
  };
};
