import type { Shared } from './back-off.js';
import type { Environment } from './environment.js';
import type { EndReason, Grant } from './outcomes.js';
import { sleep, type Waiting } from './waiting.js';

/** What tabs tell each other. `at` orders what they tell: a logical clock that keeps up with the wall clock. */
export type News =
  | {
      readonly kind: 'token';
      readonly at: number;
      readonly born: number;
      readonly grant: Grant;
      readonly age: number;
      readonly sent: number;
    }
  | { readonly kind: 'ended'; readonly at: number; readonly reason: EndReason }
  /** Who has a token that is newer than `at`? */
  | { readonly kind: 'ask'; readonly at: number }
  | { readonly kind: 'wait'; readonly at: number; readonly backOff: Shared };

/** The election among tabs that have no Web Locks. */
type Vote =
  | { readonly kind: 'claim'; readonly id: number }
  /** An objection: somebody is at it, or claimed with a lower number. */
  | { readonly kind: 'held'; readonly id: number }
  | { readonly kind: 'free' };

/** What to do about each kind of message. */
export type Hearing<Message extends { readonly kind: string }> = {
  readonly [Kind in Message['kind']]: (message: Extract<Message, { readonly kind: Kind }>) => void;
};

/** How long others have to object or to answer. */
export const HEARING = 60;

// A holder's request ends after 15 seconds, so one that has held on for longer is frozen.
const LOCK_PATIENCE = 25_000;
const RECLAIM = 1_000;

// Numbers of claims are between 0 and 1: this one objects to all of them, and that one to none.
const WORKING = -1;
const IDLE = 2;

/** The other tabs and workers of this origin: news, and being the only one at something. */
export interface Tabs {
  /** Later than everything that has been told so far. */
  stamp(): number;
  tell(message: News): void;
  close(): void;
  /** Runs something while no other tab runs it; not at all when it is no longer wanted by then. */
  alone(wanted: () => boolean, work: () => Promise<void>): Promise<void>;
}

export const createTabs = (
  environment: Environment,
  name: string,
  [pause, changed]: Waiting,
  onNews: Hearing<News>,
): Tabs => {
  let channel = environment.openChannel?.(name);
  let latest = 0;
  let claim = IDLE;
  let lost = false;

  const tell = (message: News | Vote): void => channel?.postMessage(message);

  const hear: Hearing<News | Vote> = {
    ...onNews,
    claim: ({ id }) => {
      if (claim < id) {
        tell({ kind: 'held', id });
      } else {
        lost = true;
      }
    },
    held: ({ id }) => {
      lost ||= id === claim;
    },
    free: changed,
  };

  if (channel) {
    channel.onmessage = ({ data }) => {
      latest = Math.max(latest, data.at ?? 0);
      hear[data.kind as 'free']?.(data);
    };
  }

  /** Whoever hears no objection to his claim has it; of two who claim at once, the lower number. */
  const elected = async (wanted: () => boolean, run: () => Promise<void>): Promise<void> => {
    while (channel && wanted()) {
      lost = false;
      claim = environment.random();
      tell({ kind: 'claim', id: claim });
      await sleep(environment, HEARING);
      if (!lost) {
        break;
      }
      claim = IDLE;
      // The winner says when it is done; one that was closed says nothing.
      await pause(RECLAIM);
    }
    claim = WORKING;
    try {
      await run();
    } finally {
      claim = IDLE;
      tell({ kind: 'free' });
    }
  };

  return {
    stamp: () => {
      latest = Math.max(latest + 1, environment.wallClock());
      return latest;
    },
    tell,
    close: () => {
      channel?.close();
      channel = undefined;
    },
    alone: async (wanted, work) => {
      let running: Promise<void> | undefined;
      const waiting = new AbortController();
      const stop = environment.after(LOCK_PATIENCE, () => waiting.abort());
      const run = () => {
        stop();
        running ??= wanted() ? work() : Promise.resolve();
        return running;
      };
      const { signal } = waiting;
      const { locks } = environment;
      if (!locks) {
        return elected(wanted, run);
      }
      // Refused altogether (a sandbox has none), stolen while at it, or waited for in vain.
      await locks
        .request(name, { signal }, run)
        .catch(() => (signal.aborted ? locks.request(name, { steal: true }, run) : run()))
        .catch(() => running);
    },
  };
};
