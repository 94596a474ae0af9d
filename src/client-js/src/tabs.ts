import type { Shared } from './back-off.js';
import type { Channel, Environment } from './environment.js';
import type { EndReason, Grant } from './outcomes.js';

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

/** How long others have to object or to answer. */
export const HEARING = 60;

// A holder's request ends after 15 seconds, so one that has held on for longer is frozen.
const LOCK_PATIENCE = 25_000;
const RECLAIM = 1_000;

/** The other tabs and workers of this origin: news, and being the only one at something. */
export class Tabs {
  #channel: Channel | undefined;
  #latest = 0;
  #working = false;
  #claim = Number.NaN;
  #lost = false;
  #freed: (() => void) | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly name: string,
    private readonly onNews: (news: News) => void,
  ) {
    this.#channel = environment.openChannel?.(name);
    if (this.#channel) {
      this.#channel.onmessage = ({ data }: MessageEvent<News | Vote>) => this.#receive(data);
    }
  }

  /** Later than everything that has been told so far. */
  stamp(): number {
    this.#latest = Math.max(this.#latest + 1, this.environment.wallClock());
    return this.#latest;
  }

  tell(message: News | Vote): void {
    this.#channel?.postMessage(message);
  }

  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** Runs something while no other tab runs it; not at all when it is no longer wanted by then. */
  async alone(wanted: () => boolean, work: () => Promise<void>): Promise<void> {
    const run = async () => {
      if (wanted()) {
        await work();
      }
    };
    const { locks } = this.environment;
    if (!locks) {
      return this.#elected(wanted, run);
    }
    const waiting = new AbortController();
    const stop = this.environment.after(LOCK_PATIENCE, () => waiting.abort());
    let running: Promise<void> | undefined;
    const start = () => {
      stop();
      running = run();
      return running;
    };
    try {
      await locks.request(this.name, { signal: waiting.signal }, start);
    } catch {
      // Refused altogether (a sandbox has none), stolen while at it, or waited for in vain.
      await (running ?? (waiting.signal.aborted ? locks.request(this.name, { steal: true }, start) : start()));
    } finally {
      stop();
    }
  }

  #receive(message: News | Vote): void {
    switch (message.kind) {
      case 'claim':
        if (this.#working || this.#claim < message.id) {
          this.tell({ kind: 'held', id: message.id });
        } else {
          this.#lost = true;
        }
        break;
      case 'held':
        this.#lost ||= message.id === this.#claim;
        break;
      case 'free':
        this.#freed?.();
        break;
      default:
        this.#latest = Math.max(this.#latest, message.at);
        this.onNews(message);
    }
  }

  /** Whoever hears no objection to his claim has it; of two who claim at once, the lower number. */
  async #elected(wanted: () => boolean, run: () => Promise<void>): Promise<void> {
    while (this.#channel && wanted()) {
      this.#lost = false;
      this.#claim = this.environment.random();
      this.tell({ kind: 'claim', id: this.#claim });
      await this.#pause(HEARING);
      this.#claim = Number.NaN;
      if (!this.#lost) {
        break;
      }
      // The winner says when it is done; one that was closed says nothing.
      await this.#pause(RECLAIM);
    }
    this.#working = true;
    try {
      await run();
    } finally {
      this.#working = false;
      this.tell({ kind: 'free' });
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.environment.after(milliseconds, resolve);
      if (milliseconds === RECLAIM) {
        this.#freed = () => {
          stop();
          resolve();
        };
      }
    });
  }
}
