/** What the library uses of the browser: the seam that tests replace. */
export interface Environment {
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** Milliseconds of the wall clock, which people set. */
  wallClock(): number;
  /** Milliseconds of a clock that nobody sets, and that may stand still while the device sleeps. */
  monotonicClock(): number;
  /** 0 ≤ x < 1, for jitter alone. */
  random(): number;
  /** Runs something later; returns what cancels it. */
  after(milliseconds: number, run: () => void): () => void;
  readonly crypto: Crypto;
  /** Against which relative addresses are resolved. */
  readonly baseUrl: string;
  readonly locks?: Locks | undefined;
  openChannel?(name: string): Channel;
  /** The network or the user has come back. Returns what stops listening. */
  onWake(listener: () => void): () => void;
  /** Workers have none. */
  readonly page?: Page | undefined;
}

/** Web Locks, in so far as they are used. */
export interface Locks {
  request(name: string, options: { signal?: AbortSignal; steal?: boolean }, run: () => Promise<void>): Promise<unknown>;
}

/** A `BroadcastChannel`. */
export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

export interface Page {
  /** Its address. */
  url(): string;
  /** Leaves for another one. */
  go(url: string): void;
  /** Leaves by a form. */
  post(url: string, fields: Record<string, string>): void;
  /** Replaces the address without leaving. */
  rewrite(url: string): void;
  /** Of this tab, until it is closed. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

/** The browser's own, in a page or in a worker. */
export const browserEnvironment = (): Environment => ({
  fetch: (input, init) => fetch(input, init),
  wallClock: Date.now,
  monotonicClock: () => performance.now(),
  random: Math.random,
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  crypto,
  baseUrl: globalThis.document?.baseURI ?? location.href,
  locks: navigator.locks as Locks | undefined,
  openChannel: globalThis.BroadcastChannel && ((name) => new BroadcastChannel(name)),
  onWake,
  page: globalThis.document && browserPage,
});

// Hidden pages hear of it once too often, which costs nothing. (A document's `visibilitychange` bubbles.)
const onWake = (listener: () => void): (() => void) => {
  const listening = new AbortController();
  for (const type of ['online', 'pageshow', 'visibilitychange']) {
    addEventListener(type, listener, { signal: listening.signal });
  }
  return () => listening.abort();
};

const browserPage: Page = {
  url: () => location.href,
  go: (url) => location.assign(url),
  post: (url, fields) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action: url });
    for (const [name, value] of Object.entries(fields)) {
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    }
    document.body.append(form);
    form.submit();
  },
  rewrite: (url) => history.replaceState(history.state, '', url),
  get storage() {
    return sessionStorage;
  },
};
