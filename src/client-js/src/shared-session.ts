import { authenticatedFetch } from './authenticated-fetch.js';
import { createBackOff } from './back-off.js';
import { cookieBackEnd } from './cookie-back-end.js';
import { browserEnvironment } from './environment.js';
import { SessionEndedError, SessionUnavailableError } from './errors.js';
import { earliness, elapsed, type Held, type Instant, instant, lasts, left } from './lifetime.js';
import { createListeners } from './listeners.js';
import type { EndReason, Grant, Outcome } from './outcomes.js';
import type { Session, SessionOptions, SessionState } from './session.js';
import { endAtServer } from './sign-out.js';
import { createTabs, HEARING, type News } from './tabs.js';
import { createWaiting, limited } from './waiting.js';

// Timers stand still while a device sleeps, so no timer is long.
const LONGEST_TIMER = 30_000;
const SHORTEST_TIMER = 1_000;

/** Begins at once: takes over the session of another tab, completes a sign-in, or continues what the browser keeps. */
export const createSession = (
  { transport: factory = cookieBackEnd(), apis = [], patience = 30_000 }: SessionOptions = {},
  environment = browserEnvironment(),
): Session => {
  let state: SessionState = { status: 'unknown' };
  let held: Held | undefined;
  /** Why nobody is signed in; undefined while somebody is, or may be. */
  let over: EndReason | undefined;
  let endedAt = 0;
  /** The token that a renewal is to replace, and whether one is under way. */
  let unwanted: Held | undefined;
  let renewing = false;
  let arrived = false;
  let trouble = '';
  let request: AbortController | undefined;
  /** Of a session that ended here, until the server has heard of it. */
  let ending: Grant | undefined;
  let stopTimer = () => {};

  const transport = factory(environment);
  const backOff = createBackOff(environment);
  const waiting = createWaiting(environment);
  const { pause, changed } = waiting;
  const [onEnded, tellEnded] = createListeners<EndReason>();
  const [onChange, tellChange] = createListeners<SessionState>();

  const shareToken = (): void => {
    if (held) {
      const { grant, at, born, since } = held;
      tell({ kind: 'token', at, born, grant, age: elapsed(environment, since), sent: environment.wallClock() });
    }
  };

  const shareBackOff = (): void => tell({ kind: 'wait', at: stamp(), backOff: backOff.share() });

  const hear = (news: News): void => {
    switch (news.kind) {
      case 'token':
        if (news.at > (held?.at ?? 0) && news.born > endedAt) {
          // A message waits for as long as a tab is frozen.
          const age = news.age + Math.max(0, environment.wallClock() - news.sent);
          adopt(news.grant, news.at, news.born, instant(environment, age));
        }
        break;
      case 'ended':
        if (news.at > endedAt && news.at > (held?.born ?? 0)) {
          end(news.reason, false, undefined, news.at);
        }
        break;
      case 'ask':
        if (held && held.at > news.at) {
          shareToken();
        } else if (endedAt > news.at) {
          // So that whoever signs in next does so after that end, whatever has been done to the clock.
          shareBackOff();
        }
        break;
      case 'wait':
        backOff.adopt(news.backOff);
    }
  };

  const { stamp, tell, alone, close } = createTabs(environment, `authserver-1:${transport.name}`, waiting, hear);

  const adopt = (grant: Grant, at: number, born: number, since: Instant): void => {
    const { session, scope, claims } = grant;
    const former = held?.grant.session;
    held = { grant, at, born, since, early: earliness(environment, grant), hopeless: new Map() };
    over = undefined;
    transport.remember?.();
    backOff.reset();
    if (former && session && former !== session) {
      tellEnded('replaced');
    }
    const isNews = state.status !== 'active' || former !== session || state.scope !== scope;
    state = { status: 'active', scope, claims };
    if (isNews) {
      tellChange(state);
    }
    schedule();
    changed();
  };

  /** Lets go of the token. No answer that is under way, and no token of that time, brings it back. */
  const drop = (reason: EndReason, at: number): void => {
    over = reason;
    endedAt = at;
    held = undefined;
    stopTimer();
    request?.abort();
    changed();
  };

  const end = (reason: EndReason, tellTabs: boolean, error?: string, at = stamp()): void => {
    drop(reason, at);
    transport.forget?.();
    if (tellTabs) {
      tell({ kind: 'ended', at, reason });
    }
    const { status } = state;
    if (status !== 'ended') {
      state = { status: 'ended', reason, error };
      tellChange(state);
      if (status === 'active' || reason !== 'no_session') {
        tellEnded(reason);
      }
    }
  };

  const attempt = async (ask: (signal: AbortSignal) => Promise<Outcome | undefined>): Promise<void> => {
    const begun = instant(environment);
    const before = held;
    const endedBefore = endedAt;
    request = new AbortController();
    const outcome = await limited(environment, ask, request);
    // An answer to a question from before the end, or (but for a sign-in) from before another tab had a token, ends, revives and replaces nothing.
    if (!outcome || endedAt !== endedBefore || (held !== before && arrived)) {
      return;
    }
    switch (outcome.kind) {
      case 'granted': {
        const at = stamp();
        adopt(outcome.grant, at, before?.born ?? at, begun);
        shareToken();
        break;
      }
      case 'failed':
        trouble = outcome.detail;
        backOff.failed(outcome.retryAfter);
        shareBackOff();
        break;
      default:
        end(outcome.reason, !!before, outcome.error);
    }
  };

  const wanted = (): boolean => !over && held === unwanted;
  const mayTry = (): boolean => wanted() && backOff.left() <= 0;

  /** Has what is held replaced, by the one renewal of this tab, under way or begun now. Ends with another token or with the session. */
  const renew = async (): Promise<void> => {
    unwanted = held;
    if (renewing) {
      return;
    }
    renewing = true;
    try {
      if (!arrived) {
        await attempt(async (signal) => transport.arrive?.(signal));
        arrived = true;
      }
      while (wanted()) {
        if (backOff.left() > 0) {
          await pause(backOff.left());
          continue;
        }
        await alone(mayTry, async () => {
          tell({ kind: 'ask', at: held?.at ?? 0 });
          await pause(HEARING, () => !mayTry());
          if (mayTry()) {
            await attempt((signal) => transport.renew(held?.grant, signal));
          }
        });
      }
    } finally {
      renewing = false;
      schedule();
    }
  };

  const renewIfDue = (): void => {
    if (held && left(environment, held) <= held.early) {
      void renew();
    } else {
      schedule();
    }
  };

  const schedule = (): void => {
    stopTimer();
    if (held) {
      const due = left(environment, held) - held.early;
      stopTimer = environment.after(Math.max(SHORTEST_TIMER, Math.min(due, LONGEST_TIMER)), renewIfDue);
    }
  };

  /** A token other than `refused` that lasts for a call, waited for if need be. */
  const token = async (signal?: AbortSignal | null, refused?: Held): Promise<Held> => {
    const outOfPatience = environment.monotonicClock() + patience;
    let old = refused;
    // One that died on the way, while the device slept, is not worth sending; but some time one must do.
    let tries = 3;
    for (;;) {
      signal?.throwIfAborted();
      if (over) {
        throw new SessionEndedError(over);
      }
      if (held && held !== old) {
        if (lasts(environment, held) || !--tries) {
          renewIfDue();
          return held;
        }
        old = held;
      }
      const wait = outOfPatience - environment.monotonicClock();
      if (wait <= 0) {
        throw new SessionUnavailableError(trouble);
      }
      void renew();
      await pause(wait, undefined, signal);
    }
  };

  /** The device has woken, the network is back, or somebody looks at the page. */
  const stopListening = environment.onWake(() => {
    backOff.hurry();
    renewIfDue();
    changed();
  });

  return {
    get state() {
      return state;
    },
    ready: renew().then(() => state),
    fetch: authenticatedFetch(environment, transport, apis, token),
    getAccessToken: async ({ signal } = {}) => (await token(signal)).grant.accessToken,
    signIn: (options = {}) => transport.signIn(options),
    signOut: async () => {
      const grant = held?.grant ?? ending;
      ending = grant;
      end('signed_out', true);
      backOff.reset();
      await endAtServer(environment, transport, backOff, grant, patience);
      ending = undefined;
      await transport.leave?.(grant);
    },
    onEnded,
    onChange,
    close: () => {
      drop('unknown', Infinity);
      stopListening();
      close();
    },
  };
};
