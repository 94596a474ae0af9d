import type { Environment } from './environment.js';

/** What a sign-in gave: a token, and what the transport needs in order to renew it. Goes to other tabs by structured clone and is never stored. */
export interface Grant {
  readonly accessToken: string;
  readonly tokenType: string;
  /** Seconds that the token had to live when it was issued (RFC 6749 §5.1). */
  readonly expiresIn: number;
  readonly scope?: string | undefined;
  /** Names the sign-in, where the transport knows: another name means that somebody signed in anew. */
  readonly session?: string | undefined;
  /** What the ID token says about the user, where there is one. */
  readonly claims?: Claims | undefined;
  /** The transport's own: refresh token and key, where script must hold them. */
  readonly own?: unknown;
}

export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly [name: string]: unknown;
}

const reasons = [
  'idle_expired',
  'absolute_expired',
  'signed_out',
  'user_revoked',
  'password_changed',
  'credentials_changed',
  'consent_withdrawn',
  'state_lost',
  'revoked',
  'no_session',
] as const;

/**
 * Why nobody is signed in. The server's own reasons; `no_session`: there is nothing to continue; `replaced`: somebody signed in anew elsewhere;
 * `sign_in_failed`: a sign-in came back with an error; `unknown`: the server gave no reason, or one of a later version.
 */
export type EndReason = (typeof reasons)[number] | 'replaced' | 'sign_in_failed' | 'unknown';

/** What a request for tokens came to. Only `ended` and `refused` end anything. */
export type Outcome =
  | { readonly kind: 'granted'; readonly grant: Grant }
  /** `invalid_grant`: the session is over. */
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly error?: undefined }
  /** This page has no session; others may. */
  | { readonly kind: 'refused'; readonly reason: EndReason; readonly error?: string }
  /** Anything else: worth another attempt. */
  | Failure;

export interface Failure {
  readonly kind: 'failed';
  readonly detail: string;
  /** Milliseconds that the server asked to be left alone. */
  readonly retryAfter?: number;
}

/** An answer of a token endpoint, or of a back end that speaks like one. */
// biome-ignore lint/suspicious/noExplicitAny: it may be anything
export type Answer = { readonly [name: string]: any };

export const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

/** A captive portal answers 200 as well: what is not JSON is nobody's answer. */
export const readAnswer = async (response: Response): Promise<Answer> =>
  Object(await response.json().catch(() => undefined));

/** RFC 6749 §5.1, §5.2; `reason` is the server's extra member. */
export const toOutcome = (
  environment: Environment,
  { ok, status, headers }: Response,
  answer: Answer,
  own?: Partial<Grant>,
): Outcome => {
  const accessToken = text(answer.access_token);
  const error = text(answer.error);
  if (ok && accessToken) {
    const grant = {
      accessToken,
      tokenType: text(answer.token_type) ?? 'Bearer',
      expiresIn: Math.max(Number(answer.expires_in), 0) || 300,
      scope: text(answer.scope),
      session: text(answer.session),
      ...own,
    };
    return { kind: 'granted', grant };
  }
  if ([400, 401].includes(status) && error === 'invalid_grant') {
    return { kind: 'ended', reason: reasons.includes(answer.reason) ? answer.reason : 'unknown' };
  }
  // RFC 9110 §10.2.3: seconds, or a date, which is compared with the server's own clock where that can be seen. Five minutes at most.
  const after = headers.get('Retry-After') ?? '';
  const wait =
    Number(after) * 1000 || Date.parse(after) - (Date.parse(headers.get('Date') ?? '') || environment.wallClock());
  return {
    kind: 'failed',
    detail: `${status} ${error ?? ''}`,
    retryAfter: wait > 0 ? Math.min(wait, 300_000) : 0,
  };
};

/** Of an answer that nothing more is to be learned from. */
export const outcomeOf = async (environment: Environment, response: Response): Promise<Outcome> =>
  toOutcome(environment, response, await readAnswer(response));
