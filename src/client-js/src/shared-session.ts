import { authenticatedFetch } from './authenticated-fetch.js';
import { BackOff } from './back-off.js';
import { cookieBackEnd } from './cookie-back-end.js';
import type { Environment } from './environment.js';
import { SessionEndedError, SessionUnavailableError } from './errors.js';
import { elapsed, type Held, hold, instant, lasts, left } from './lifetime.js';
import { Listeners } from './listeners.js';
import type { EndReason, Outcome } from './outcomes.js';
import type { Session, SessionOptions, SessionState } from './session.js';
import { endAtServer } from './sign-out.js';
import { HEARING, type News, Tabs } from './tabs.js';
import type { Transport } from './transport.js';
import { limited, Waiting } from './waiting.js';

// Timers stand still while a device sleeps, so no timer is long.
const LONGEST_TIMER = 30_000;
const SHORTEST_TIMER = 1_000;

export class SharedSession implements Session {
  state: SessionState = { status: 'unknown' };
  readonly ready: Promise<SessionState>;
  readonly #transport: Transport;
  readonly #tabs: Tabs;
  readonly #backOff: BackOff;
  readonly #patience: number;
  readonly #fetch: Session['fetch'];
  readonly #ended = new Listeners<EndReason>();
  readonly #changed = new Listeners<SessionState>();
  readonly #waiting: Waiting;
  readonly #stopListening: () => void;
  #held: Held | undefined;
  #endedAt = 0;
  #arrived = false;
  #closed = false;
  #detail = '';
  #renewing: Promise<void> | undefined;
  #request: AbortController | undefined;
  #stopTimer = () => {};

  constructor(
    options: SessionOptions,
    private readonly environment: Environment,
  ) {
    this.#transport = (options.transport ?? cookieBackEnd())(environment);
    this.#patience = options.patience ?? 30_000;
    this.#backOff = new BackOff(environment);
    this.#waiting = new Waiting(environment);
    this.#tabs = new Tabs(environment, `authserver-1:${this.#transport.name}`, (news) => this.#hear(news));
    this.#fetch = authenticatedFetch(environment, this.#transport, options.apis ?? [], (signal, stale) =>
      this.#token(signal, stale),
    );
    this.#stopListening = environment.onWake(() => this.#wake());
    this.ready = this.#renew().then(() => this.state);
  }

  readonly fetch: Session['fetch'] = (input, init) => this.#fetch(input, init);

  readonly getAccessToken: Session['getAccessToken'] = async ({ signal } = {}) =>
    (await this.#token(signal)).grant.accessToken;

  readonly signIn: Session['signIn'] = (options = {}) => this.#transport.signIn(options);

  readonly signOut: Session['signOut'] = async () => {
    const grant = this.#held?.grant;
    this.#end('signed_out', true);
    await endAtServer(this.environment, this.#transport, grant, this.#patience);
    await this.#transport.leave?.(grant);
  };

  readonly onEnded: Session['onEnded'] = (listener) => this.#ended.add(listener);

  readonly onChange: Session['onChange'] = (listener) => this.#changed.add(listener);

  readonly close: Session['close'] = () => {
    this.#closed = true;
    this.#held = undefined;
    this.#stopTimer();
    this.#stopListening();
    this.#request?.abort();
    this.#tabs.close();
    this.#waiting.end();
  };

  /** A token other than `stale` that lasts for a call, waited for if need be. */
  async #token(signal?: AbortSignal | null, stale?: Held): Promise<Held> {
    signal?.throwIfAborted();
    let wait = this.#patience;
    let held = this.#held === stale ? undefined : this.#held;
    if (held && left(this.environment, held) <= held.early) {
      void this.#renew();
    }
    if (held && lasts(this.environment, held)) {
      return held;
    }
    // What is held has (nearly) expired; from here on it takes another one.
    let old = stale ?? held;
    let again = true;
    while (wait > 0) {
      if (this.state.status === 'ended' || this.#closed) {
        throw new SessionEndedError(this.state.status === 'ended' ? this.state.reason : 'unknown');
      }
      held = this.#held;
      if (held && held !== old) {
        // One that died on the way, while the device slept, is not worth sending; but one attempt more must do.
        if (lasts(this.environment, held) || !again) {
          return held;
        }
        old = held;
        again = false;
      }
      void this.#renew();
      const before = this.environment.monotonicClock();
      await this.#waiting.pause(wait, signal);
      wait -= this.environment.monotonicClock() - before;
    }
    held = this.#held;
    if (held && held !== stale && left(this.environment, held) > 0) {
      return held;
    }
    throw new SessionUnavailableError(this.#detail);
  }

  /** The one renewal of this tab, under way or begun now. Ends with another token or with the session, and never fails. */
  #renew(): Promise<void> {
    if (!this.#renewing) {
      this.#stopTimer();
      this.#renewing = this.#renewUntilDone(this.#held).finally(() => {
        this.#renewing = undefined;
        this.#schedule();
      });
    }
    return this.#renewing;
  }

  async #renewUntilDone(stale: Held | undefined): Promise<void> {
    const wanted = () => !this.#closed && this.state.status !== 'ended' && this.#held === stale;
    const mayTry = () => wanted() && this.#backOff.left <= 0;
    if (!this.#arrived) {
      this.#arrived = true;
      if (this.#transport.arrive) {
        await this.#attempt((signal) => this.#transport.arrive?.(signal), true);
      }
    }
    while (wanted()) {
      if (this.#backOff.left > 0) {
        await this.#waiting.pause(this.#backOff.left);
        continue;
      }
      await this.#tabs.alone(mayTry, async () => {
        this.#tabs.tell({ kind: 'ask', at: stale?.at ?? 0 });
        await this.#waiting.pause(HEARING);
        if (mayTry()) {
          await this.#attempt((signal) => this.#transport.renew(stale?.grant, signal));
        }
      });
    }
  }

  async #attempt(
    request: (signal: AbortSignal) => Promise<Outcome | undefined> | undefined,
    isSignIn = false,
  ): Promise<void> {
    const { environment } = this;
    const begun = instant(environment);
    const before = this.#held;
    const endedAt = this.#endedAt;
    const controller = new AbortController();
    this.#request = controller;
    const outcome = await limited(environment, request, controller);
    // An answer to a question from before the end, or from before another tab had a token, ends, revives and replaces nothing.
    const late = endedAt !== this.#endedAt || (before !== this.#held && !isSignIn);
    if (!outcome || this.#closed || late) {
      return;
    }
    switch (outcome.kind) {
      case 'granted': {
        const at = this.#tabs.stamp();
        this.#adopt(hold(environment, outcome.grant, at, before?.born ?? at, elapsed(environment, begun)));
        this.#share();
        break;
      }
      case 'failed':
        this.#detail = outcome.detail;
        this.#backOff.failed(outcome.retryAfter);
        this.#tellBackOff(this.#tabs.stamp());
        break;
      default:
        this.#end(outcome.reason, !!before, outcome.kind === 'refused' ? outcome.error : undefined);
    }
  }

  #hear(news: News): void {
    const held = this.#held;
    switch (news.kind) {
      case 'token':
        if (news.at > (held?.at ?? 0) && news.born > this.#endedAt) {
          // A message waits for as long as a tab is frozen.
          const age = news.age + Math.max(0, this.environment.wallClock() - news.sent);
          this.#adopt(hold(this.environment, news.grant, news.at, news.born, age));
        }
        break;
      case 'ended':
        if (news.at > this.#endedAt && news.at > (held?.born ?? 0)) {
          this.#end(news.reason, false, undefined, news.at);
        }
        break;
      case 'ask':
        if (held && held.at > news.at) {
          this.#share();
        } else if (this.#endedAt > news.at) {
          // So that whoever signs in next does so after that end, whatever has been done to the clock.
          this.#tellBackOff(this.#endedAt);
        }
        break;
      case 'wait':
        this.#backOff.adopt(news.backOff);
    }
  }

  #tellBackOff(at: number): void {
    this.#tabs.tell({ kind: 'wait', at, backOff: this.#backOff.share() });
  }

  #share(): void {
    const held = this.#held;
    if (held) {
      const { grant, at, born } = held;
      const sent = this.environment.wallClock();
      this.#tabs.tell({ kind: 'token', at, born, grant, age: elapsed(this.environment, held.since), sent });
    }
  }

  #adopt(held: Held): void {
    const { session, scope, claims } = held.grant;
    const former = this.#held?.grant.session;
    this.#held = held;
    this.#transport.remember?.();
    this.#backOff.reset();
    if (former && session && former !== session) {
      this.#ended.tell('replaced');
    }
    const news = this.state.status !== 'active' || former !== session || this.state.scope !== scope;
    this.state = { status: 'active', scope, claims };
    if (news) {
      this.#changed.tell(this.state);
    }
    if (!this.#renewing) {
      this.#schedule();
    }
    this.#waiting.end();
  }

  #end(reason: EndReason, tell: boolean, error?: string, at = this.#tabs.stamp()): void {
    const { status } = this.state;
    this.#endedAt = at;
    this.#held = undefined;
    this.#stopTimer();
    this.#request?.abort();
    this.#transport.forget?.();
    if (tell) {
      this.#tabs.tell({ kind: 'ended', at, reason });
    }
    if (status !== 'ended') {
      this.state = { status: 'ended', reason, error };
      this.#changed.tell(this.state);
      if (status === 'active' || reason !== 'no_session') {
        this.#ended.tell(reason);
      }
    }
    this.#waiting.end();
  }

  #schedule(): void {
    this.#stopTimer();
    const held = this.#held;
    if (held && !this.#closed) {
      const due = left(this.environment, held) - held.early;
      const delay = Math.max(SHORTEST_TIMER, Math.min(due, LONGEST_TIMER));
      this.#stopTimer = this.environment.after(delay, () => this.#check());
    }
  }

  #check(): void {
    const held = this.#held;
    if (held && left(this.environment, held) <= held.early) {
      void this.#renew();
    } else {
      this.#schedule();
    }
  }

  /** The device has woken, the network is back, or somebody looks at the page. */
  #wake(): void {
    this.#backOff.hurry();
    if (!this.#renewing) {
      this.#check();
    }
    this.#waiting.end();
  }
}
