import { authenticatedFetch } from './authenticated-fetch.js';
import { createBackOff } from './back-off.js';
import { cookieBackEnd } from './cookie-back-end.js';
import { browserEnvironment } from './environment.js';
import { SessionEndedError, SessionUnavailableError } from './errors.js';
import { elapsed, type Held, type Instant, instant, left } from './lifetime.js';
import { createListeners } from './listeners.js';
import type { EndReason, Grant, Outcome } from './outcomes.js';
import type { Session, SessionOptions, SessionState } from './session.js';
import { createTabs, HEARING, type Hearing, type News } from './tabs.js';
import { createWaiting, limited, sleep } from './waiting.js';

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
  let trouble: string | undefined;
  let request: AbortController | undefined;
  /** Of a session that ended here, until the server has heard of it. */
  let ending: Grant | undefined;
  let stopTimer = () => {};

  const transport = factory(environment);
  let backOff = createBackOff(environment);
  const waiting = createWaiting(environment);
  const [pause, changed] = waiting;
  const [onEnded, tellEnded] = createListeners<EndReason>();
  const [onChange, tellChange] = createListeners<SessionState>();

  const shareToken = ({ grant, at, born, since }: Held): void =>
    tell({ kind: 'token', at, born, grant, age: elapsed(environment, since), sent: environment.wallClock() });

  const shareBackOff = (): void => tell({ kind: 'wait', at: stamp(), backOff: backOff.share() });

  const hear: Hearing<News> = {
    token: ({ grant, at, born, age, sent }) => {
      if (at > (held?.at ?? 0) && born > endedAt) {
        // A message waits for as long as a tab is frozen.
        adopt(grant, at, born, instant(environment, age + Math.max(0, environment.wallClock() - sent)));
      }
    },
    ended: ({ at, reason }) => {
      if (at > (held?.born ?? endedAt)) {
        end(reason, at);
      }
    },
    ask: ({ at }) => {
      if (held && held.at > at) {
        shareToken(held);
      } else if (endedAt > at) {
        // So that whoever signs in next does so after that end, whatever has been done to the clock.
        shareBackOff();
      }
    },
    wait: ({ backOff: shared }) => backOff.adopt(shared),
  };

  const { stamp, tell, alone, close } = createTabs(environment, `authserver-1:${transport.name}`, waiting, hear);

  const adopt = (grant: Grant, at: number, born: number, since: Instant): Held => {
    const { session, scope, claims } = grant;
    const former = held?.grant.session;
    held = {
      grant,
      at,
      born,
      since,
      early: Math.min(60_000, grant.expiresIn * 250) * (1 + environment.random() / 2),
      hopeless: {},
    };
    over = undefined;
    transport.remember?.();
    backOff = createBackOff(environment);
    if (former && session && former !== session) {
      tellEnded('replaced');
    }
    const isNews = state.status !== 'active' || former !== session || state.scope !== scope;
    state = { status: 'active', scope, claims };
    if (isNews) {
      tellChange(state);
    }
    watch(SHORTEST_TIMER);
    changed();
    return held;
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

  const end = (reason: EndReason, at: number, tellTabs?: unknown, error?: string): void => {
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
    if (outcome.kind === 'granted') {
      const at = stamp();
      shareToken(adopt(outcome.grant, at, before?.born ?? at, begun));
    } else if (outcome.kind === 'failed') {
      trouble = outcome.detail;
      backOff.failed(outcome.retryAfter);
      shareBackOff();
    } else {
      end(outcome.reason, stamp(), before, outcome.error);
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
        const wait = backOff.left();
        if (wait > 0) {
          await pause(wait);
        } else {
          await alone(mayTry, async () => {
            tell({ kind: 'ask', at: held?.at ?? 0 });
            await sleep(environment, HEARING);
            if (mayTry()) {
              await attempt((signal) => transport.renew(held?.grant, signal));
            }
          });
        }
      }
    } finally {
      renewing = false;
      watch(SHORTEST_TIMER);
    }
  };

  /** Renews what is due, now or when its time has come, but no sooner than after so many milliseconds. */
  const watch = (soonest = 0): void => {
    stopTimer();
    if (held) {
      const due = Math.min(left(environment, held) - held.early, LONGEST_TIMER);
      // Timers know no fractions of a millisecond.
      if (due > 1 || soonest) {
        stopTimer = environment.after(Math.max(due, soonest), watch);
      } else {
        void renew();
      }
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
        if (left(environment, held) > Math.min(5_000, held.early / 5) || !--tries) {
          watch();
          return held;
        }
        old = held;
      }
      const wait = outOfPatience - environment.monotonicClock();
      if (wait <= 0) {
        throw new SessionUnavailableError(trouble);
      }
      void renew();
      // However often it is added: a signal has it once.
      signal?.addEventListener('abort', changed);
      await pause(wait);
    }
  };

  /** The device has woken, the network is back, or somebody looks at the page. */
  const stopListening = environment.onWake(() => {
    backOff.hurry();
    watch();
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
      ending = held?.grant ?? ending;
      end('signed_out', stamp(), true);
      backOff = createBackOff(environment);
      const outOfPatience = environment.monotonicClock() + patience;
      for (;;) {
        const outcome = await limited(environment, (signal) => transport.signOut(ending, signal));
        if (outcome?.kind !== 'failed') {
          break;
        }
        backOff.failed(outcome.retryAfter);
        if (environment.monotonicClock() + backOff.left() > outOfPatience) {
          throw new SessionUnavailableError(outcome.detail);
        }
        await sleep(environment, backOff.left());
      }
      await transport.leave?.(ending);
      ending = undefined;
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
