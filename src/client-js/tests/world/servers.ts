import { type Arrival, onArrival } from './network.js';

interface ServerSession {
  readonly id: string;
  generation: number;
  reason: string | undefined;
}

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

/** Sessions as the server keeps them: the current token rotates, its predecessor gets the same successor, anything older is theft. */
export class Sessions {
  lifetime = 60;
  rotations = 0;
  retries = 0;
  readonly issued: string[] = [];
  readonly #sessions = new Map<string, ServerSession>();
  readonly #accessTokens = new Map<string, { session: string; expires: number; live: boolean }>();
  #count = 0;

  constructor(private readonly now: () => number) {}

  create(): { id: string; refreshToken: string } {
    const id = `s${++this.#count}`;
    this.#sessions.set(id, { id, generation: 0, reason: undefined });
    return { id, refreshToken: this.#note(`secret-rt.${id}.0`) };
  }

  end(id: string, reason: string): void {
    const session = this.#sessions.get(id);
    if (session && !session.reason) {
      session.reason = reason;
    }
  }

  reasonOf(id: string): string | undefined {
    return this.#sessions.get(id)?.reason;
  }

  /** From now on APIs refuse the tokens that are out. */
  killAccessTokens(): void {
    for (const token of this.#accessTokens.values()) {
      token.live = false;
    }
  }

  mint(session: string): string {
    const token = this.#note(`secret-at.${session}.${++this.#count}`);
    this.#accessTokens.set(token, { session, expires: this.now() + this.lifetime * 1000, live: true });
    return token;
  }

  isGood(accessToken: string): boolean {
    const token = this.#accessTokens.get(accessToken);
    return !!token?.live && token.expires > this.now() && !this.reasonOf(token.session);
  }

  present(refreshToken: string): { session: string; refreshToken: string } | { reason: string | undefined } {
    const [, id = '', generation] = refreshToken.split('.');
    const session = this.#sessions.get(id);
    if (!session || session.reason) {
      return { reason: session?.reason };
    }
    switch (session.generation - Number(generation)) {
      case 0:
        this.rotations++;
        session.generation++;
        break;
      case 1:
        this.retries++;
        break;
      default:
        session.reason = 'revoked';
        return { reason: 'revoked' };
    }
    return { session: id, refreshToken: this.#note(`secret-rt.${id}.${session.generation}`) };
  }

  #note(token: string): string {
    this.issued.push(token);
    return token;
  }
}

const COOKIE = 'refresh';

/** The application's own back end: the contract of the README. */
export class BackEnd {
  requests = 0;

  constructor(readonly sessions: Sessions) {}

  readonly handle = ({ tab, url, method, headers }: Arrival): Response => {
    const { cookies } = tab.device;
    if (method !== 'POST' || headers.get('X-Requested-With') !== 'authserver-client') {
      return json(403, { error: 'cross_site' });
    }
    const cookie = cookies.get(COOKIE);
    if (url.pathname === '/auth/sign-out') {
      this.sessions.end(cookie?.split('.')[1] ?? '', 'signed_out');
      return onArrival(json(200, {}), () => cookies.delete(COOKIE));
    }
    this.requests++;
    if (!cookie) {
      return json(401, { error: 'invalid_grant', reason: 'no_session' });
    }
    const answer = this.sessions.present(cookie);
    if ('reason' in answer) {
      const gone = () => cookies.delete(COOKIE);
      return onArrival(json(401, { error: 'invalid_grant', reason: answer.reason }), gone);
    }
    const body = {
      access_token: this.sessions.mint(answer.session),
      token_type: 'Bearer',
      expires_in: this.sessions.lifetime,
      scope: 'api',
      session: answer.session,
    };
    return onArrival(json(200, body), () => cookies.set(COOKIE, answer.refreshToken));
  };

  signIn(cookies: Map<string, string>): string {
    const { id, refreshToken } = this.sessions.create();
    cookies.set(COOKIE, refreshToken);
    return id;
  }
}

/** An API that takes the tokens. */
export class Api {
  /** Bodies of the requests that came, refused ones included. */
  readonly received: { method: string; path: string; body: string; status: number }[] = [];
  /** Refuses whatever comes. */
  broken = false;

  constructor(private readonly sessions: Sessions) {}

  readonly handle = ({ url, method, headers, body }: Arrival): Response => {
    const token = /^(?:Bearer|DPoP) (.+)$/.exec(headers.get('Authorization') ?? '')?.[1] ?? '';
    const status = url.pathname === '/forbidden' ? 401 : !this.broken && this.sessions.isGood(token) ? 200 : 401;
    this.received.push({ method, path: url.pathname, body, status });
    if (url.pathname === '/forbidden') {
      return json(401, {}, { 'WWW-Authenticate': 'Basic realm="elsewhere"' });
    }
    return status === 200
      ? json(200, { ok: true })
      : json(401, {}, { 'WWW-Authenticate': 'Bearer error="invalid_token", error_description="The token is bad."' });
  };
}
