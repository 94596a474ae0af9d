import { webcrypto } from 'node:crypto';
import type { Channel, Environment, Locks } from '../../src/index.js';
import type { Clock } from './clock.js';
import type { Network } from './network.js';

export interface DeviceOptions {
  readonly locks?: boolean;
  readonly channels?: boolean;
}

/** A browser with tabs, which share locks, channels and cookies. */
export class Device {
  readonly tabs: Tab[] = [];
  readonly cookies = new Map<string, string>();
  readonly #channels = new Map<string, Set<FakeChannel>>();
  readonly #locks = new Map<string, LockRequest[]>();

  constructor(
    readonly clock: Clock,
    readonly network: Network,
    readonly random: () => number,
    readonly options: DeviceOptions = {},
  ) {}

  open(url = 'https://app.test/'): Tab {
    const tab = new Tab(this, url);
    this.tabs.push(tab);
    return tab;
  }

  wake(): void {
    for (const tab of this.tabs) {
      tab.wake();
    }
  }

  channel(name: string, tab: Tab): FakeChannel {
    const all = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, all);
    const channel = new FakeChannel(tab, (message) => {
      for (const other of all) {
        if (other !== channel) {
          this.clock.after(this.random() * 5, () => other.deliver(message));
        }
      }
    });
    channel.onClose = () => all.delete(channel);
    all.add(channel);
    return channel;
  }

  locks(tab: Tab): Locks {
    return {
      request: (name, { signal, steal }, run) =>
        new Promise((resolve, reject) => {
          const queue = this.#locks.get(name) ?? [];
          this.#locks.set(name, queue);
          const request: LockRequest = { tab, run, resolve, reject, held: false };
          signal?.addEventListener('abort', () => {
            if (!request.held) {
              queue.splice(queue.indexOf(request), 1);
              reject(signal.reason);
            }
          });
          if (steal) {
            const holder = queue[0]?.held ? queue.shift() : undefined;
            holder?.reject(new DOMException('stolen', 'AbortError'));
            queue.unshift(request);
          } else {
            queue.push(request);
          }
          this.#grant(queue);
        }),
    };
  }

  release(tab: Tab): void {
    for (const queue of this.#locks.values()) {
      for (const request of queue.filter((one) => one.tab === tab)) {
        queue.splice(queue.indexOf(request), 1);
      }
      this.#grant(queue);
    }
  }

  #grant(queue: LockRequest[]): void {
    const [next] = queue;
    if (!next || next.held) {
      return;
    }
    next.held = true;
    this.clock.after(this.random() * 3, () => {
      const over = () => {
        const place = queue.indexOf(next);
        if (place >= 0) {
          queue.splice(place, 1);
          this.#grant(queue);
        }
      };
      next.run().then(
        (value) => {
          over();
          next.resolve(value);
        },
        (error) => {
          over();
          next.reject(error);
        },
      );
    });
  }
}

interface LockRequest {
  readonly tab: Tab;
  readonly run: () => Promise<void>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  held: boolean;
}

class FakeChannel implements Channel {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onClose = () => {};
  #queue: unknown[] = [];

  constructor(
    private readonly tab: Tab,
    private readonly post: (message: unknown) => void,
  ) {}

  postMessage(message: unknown): void {
    this.post(structuredClone(message));
  }

  deliver(message: unknown): void {
    if (this.tab.closed) {
      return;
    }
    this.#queue.push(message);
    if (!this.tab.frozen) {
      this.drain();
    }
  }

  drain(): void {
    for (const data of this.#queue.splice(0)) {
      this.onmessage?.({ data } as MessageEvent);
    }
  }

  close(): void {
    this.onClose();
  }
}

/** One page. Its environment is all that the library sees of the world. */
export class Tab {
  closed = false;
  frozen = false;
  /** Where it went, by whatever way. */
  readonly journeys: string[] = [];
  readonly posts: { url: string; fields: Record<string, string> }[] = [];
  /** Everything that was ever put there. */
  readonly stored: string[] = [];
  readonly storage = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #channels: FakeChannel[] = [];

  constructor(
    readonly device: Device,
    public url: string,
  ) {}

  close(): void {
    this.closed = true;
    for (const channel of this.#channels) {
      channel.close();
    }
    this.device.release(this);
  }

  /** The same tab after a reload or a journey: the memory of its script is gone, its sessionStorage is not. */
  load(url = this.url): Tab {
    this.close();
    const next = this.device.open(url);
    for (const [name, value] of this.storage) {
      next.storage.set(name, value);
    }
    return next;
  }

  freeze(): void {
    this.frozen = true;
  }

  thaw(): void {
    this.frozen = false;
    for (const channel of this.#channels) {
      channel.drain();
    }
    this.wake();
  }

  wake(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }

  environment(): Environment {
    const { clock, random, options, network } = this.device;
    const after = (milliseconds: number, run: () => void): (() => void) => {
      let stop = clock.after(milliseconds, () => {
        if (this.frozen) {
          stop = after(100, run);
        } else if (!this.closed) {
          run();
        }
      });
      return () => stop();
    };
    return {
      fetch: (input, init) => network.send(this, input, init),
      wallClock: () => clock.wall,
      monotonicClock: () => clock.monotonic,
      random,
      after,
      crypto: countedCrypto(clock),
      baseUrl: this.url,
      ...(options.locks !== false && { locks: this.device.locks(this) }),
      ...(options.channels !== false && {
        openChannel: (name: string) => {
          const channel = this.device.channel(name, this);
          this.#channels.push(channel);
          return channel;
        },
      }),
      onWake: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      page: {
        url: () => this.url,
        go: (url) => {
          this.journeys.push(new URL(url, this.url).href);
        },
        post: (url, fields) => {
          this.posts.push({ url, fields });
        },
        rewrite: (url) => {
          this.url = new URL(url, this.url).href;
          this.journeys.push(this.url);
        },
        storage: {
          getItem: (name) => this.storage.get(name) ?? null,
          setItem: (name, value) => {
            this.storage.set(name, value);
            this.stored.push(value);
          },
          removeItem: (name) => {
            this.storage.delete(name);
          },
        },
      },
    };
  }
}

/** Cryptography is done by other threads: virtual time waits for it. */
const countedCrypto = (clock: Clock): Crypto => {
  const counted =
    (target: object) =>
    (name: string) =>
    async (...args: unknown[]) => {
      clock.busy++;
      try {
        return await Reflect.get(target, name).apply(target, args);
      } finally {
        clock.busy--;
      }
    };
  const subtle = counted(webcrypto.subtle);
  return {
    getRandomValues: (array: Uint8Array) => webcrypto.getRandomValues(array),
    subtle: Object.fromEntries(['generateKey', 'exportKey', 'sign', 'digest'].map((name) => [name, subtle(name)])),
  } as unknown as Crypto;
};
