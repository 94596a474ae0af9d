import { setImmediate } from 'node:timers/promises';

interface Timer {
  readonly due: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Time that passes when a test says so. While the device sleeps the true time goes on, its timers and its monotonic clock do not. */
export class Clock {
  /** Work of the real event loop (cryptography, sockets) that virtual time must wait for. */
  busy = 0;
  #awake = 0;
  #asleep = 0;
  #set = 0;
  #timers: Timer[] = [];

  /** Nobody on the device sees it: servers do. */
  get truth(): number {
    return Date.UTC(2026, 0, 1) + this.#awake + this.#asleep;
  }

  get wall(): number {
    return this.truth + this.#set;
  }

  get monotonic(): number {
    return this.#awake;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { due: this.#awake + Math.max(0, milliseconds), run, cancelled: false };
    this.#timers.push(timer);
    return () => {
      timer.cancelled = true;
    };
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Somebody sets the clock of the device. */
  jump(milliseconds: number): void {
    this.#set += milliseconds;
  }

  sleep(milliseconds: number): void {
    this.#asleep += milliseconds;
  }

  async run(milliseconds: number, until: () => boolean = () => false): Promise<void> {
    const end = this.#awake + milliseconds;
    await this.settle();
    while (!until()) {
      this.#timers = this.#timers.filter((timer) => !timer.cancelled);
      const next = this.#timers.reduce<Timer | undefined>((a, b) => (a && a.due <= b.due ? a : b), undefined);
      if (!next || next.due > end) {
        this.#awake = end;
        return;
      }
      this.#awake = Math.max(this.#awake, next.due);
      next.cancelled = true;
      next.run();
      await this.settle();
    }
  }

  async settle(): Promise<void> {
    let quiet = 0;
    while (quiet < 2) {
      quiet = this.busy > 0 ? 0 : quiet + 1;
      await setImmediate();
    }
  }

  /** Runs time until a promise is settled. */
  async finish<T>(promise: Promise<T>, atMost = 600_000): Promise<T> {
    let done = false;
    const mark = () => {
      done = true;
    };
    promise.then(mark, mark);
    await this.run(atMost, () => done);
    if (!done) {
      throw new Error(`still waiting after ${atMost} ms`);
    }
    return promise;
  }
}

/** A small generator (mulberry32), so that a run can be repeated by its seed. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};
