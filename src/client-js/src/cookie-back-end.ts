import { outcomeOf, readAnswer } from './outcomes.js';
import { inSameOrigin } from './return-to.js';
import type { TransportFactory } from './transport.js';

export interface CookieBackEndOptions {
  /** The path of its endpoints, on this origin: `/auth` unless given. */
  readonly base?: string;
}

/** A back end of this origin that keeps the refresh token in an HttpOnly cookie. The README has its contract. */
export const cookieBackEnd =
  ({ base = '/auth' }: CookieBackEndOptions = {}): TransportFactory =>
  (environment) => {
    const { page } = environment;
    const root = base.replace(/\/+$/, '');
    const post = (path: string, signal: AbortSignal): Promise<Response> =>
      environment.fetch(new URL(root + path, environment.baseUrl), {
        method: 'POST',
        // No form and no script of another origin can send it without being asked about first.
        headers: { 'X-Requested-With': 'authserver-client' },
        mode: 'same-origin',
        redirect: 'error',
        signal,
      });

    return {
      name: root,
      renew: async (_, signal) => outcomeOf(environment, await post('/refresh', signal)),
      signIn: async ({ returnTo }) => {
        const query = new URLSearchParams({ return_to: inSameOrigin(environment, returnTo) });
        page?.go(`${root}/sign-in?${query}`);
      },
      signOut: async (_, signal) => {
        const response = await post('/sign-out', signal);
        if (!response.ok) {
          return outcomeOf(environment, response);
        }
        const { location, fields } = await readAnswer(response);
        if (location && fields) {
          page?.post(location, fields);
        } else if (location) {
          page?.go(location);
        }
        return undefined;
      },
      authorize: ({ tokenType, accessToken }) => ({ Authorization: `${tokenType} ${accessToken}` }),
    };
  };
