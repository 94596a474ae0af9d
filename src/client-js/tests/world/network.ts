import type { Clock } from './clock.js';
import type { Tab } from './device.js';

export interface Arrival {
  readonly tab: Tab;
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

export type Handler = (arrival: Arrival) => Promise<Response> | Response;

/** What befalls one request. `process` is what the server does when, and as often as, the request reaches it. */
export type Fault = (process: () => Promise<Response>, clock: Clock) => Promise<Response>;

/** Between tabs and servers. Faults are lined up by a part of the address, and each befalls one request. */
export class Network {
  offline = false;
  readonly addresses: string[] = [];
  readonly #faults = new Map<string, Fault[]>();
  readonly handlers = new Map<string, Handler>();
  readonly #flights = new Map<string, number>();
  readonly #most = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  host(origin: string, handler: Handler): void {
    this.handlers.set(origin, handler);
  }

  befall(path: string, ...faults: Fault[]): void {
    this.#faults.set(path, [...(this.#faults.get(path) ?? []), ...faults]);
  }

  /** How many requests for a path were on their way at once, at the most. */
  most(path: string): number {
    return this.#most.get(path) ?? 0;
  }

  async send(tab: Tab, input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const { mode: _, cache: __, credentials: ___, ...rest } = init;
    const request = new Request(input instanceof Request ? input : String(input), rest as RequestInit);
    const url = new URL(request.url);
    this.addresses.push(url.href);
    const body = await request.clone().text();
    const handler = this.handlers.get(url.origin);
    const arrival = { tab, url, method: request.method, headers: request.headers, body };
    const process = async () => {
      await this.clock.wait(5 + this.random() * 20);
      if (!handler) {
        throw new TypeError('fetch failed');
      }
      return handler(arrival);
    };
    const fault = this.offline ? dropped : (this.#faults.get(url.pathname)?.shift() ?? ((run) => run()));
    const flight = (this.#flights.get(url.pathname) ?? 0) + 1;
    this.#flights.set(url.pathname, flight);
    this.#most.set(url.pathname, Math.max(flight, this.most(url.pathname)));
    try {
      const response = await this.#abortable(fault(process, this.clock), init.signal);
      if (this.offline) {
        throw new TypeError('fetch failed');
      }
      await this.clock.wait(5 + this.random() * 20);
      const received = arrivals.get(response);
      received?.();
      return response;
    } finally {
      this.#flights.set(url.pathname, (this.#flights.get(url.pathname) ?? 1) - 1);
    }
  }

  #abortable<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      work.then(resolve, reject);
    });
  }
}

const arrivals = new WeakMap<Response, () => void>();

/** Something that happens in the browser when an answer gets there, such as setting a cookie. */
export const onArrival = (response: Response, run: () => void): Response => {
  arrivals.set(response, run);
  return response;
};

const refused = (): never => {
  throw new TypeError('fetch failed');
};

export const dropped: Fault = async (_, clock) => {
  await clock.wait(100);
  return refused();
};

export const answerDropped: Fault = async (process, clock) => {
  await process();
  await clock.wait(100);
  return refused();
};

export const delayed =
  (milliseconds: number): Fault =>
  async (process, clock) => {
    const response = await process();
    await clock.wait(milliseconds);
    return response;
  };

export const duplicated: Fault = async (process) => {
  await process();
  return process();
};

export const nameNotResolved: Fault = async () => refused();

export const answered =
  (status: number, headers: Record<string, string> = {}, body = ''): Fault =>
  async () =>
    new Response(body, { status, headers });

/** The server did its part, and whatever stands before it lost the answer. */
export const answeredAfterwards =
  (status: number): Fault =>
  async (process) => {
    await process();
    return new Response('', { status });
  };

export const resetInTheMiddle: Fault = async (process) => {
  const response = await process();
  const half = (await response.text()).slice(0, 20);
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(half));
      controller.error(new TypeError('terminated'));
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
};

export const clockJumps =
  (milliseconds: number): Fault =>
  async (process, clock) => {
    const response = await process();
    clock.jump(milliseconds);
    return response;
  };
