import type { Environment } from './environment.js';

const FIRST = 500;
const LONGEST = 30_000;

/** How long to leave the server alone after failures: twice as long each time, jittered, and never less than it asked for. */
export class BackOff {
  #failures = 0;
  #until = 0;
  #floor = 0;

  constructor(private readonly environment: Environment) {}

  /** Milliseconds still to wait. */
  get left(): number {
    return this.#until - this.environment.monotonicClock();
  }

  failed(retryAfter = 0): void {
    const { environment } = this;
    const jitter = (1 + environment.random()) / 2;
    const delay = Math.min(FIRST * 2 ** this.#failures++, LONGEST) * jitter;
    const now = environment.monotonicClock();
    this.#floor = now + retryAfter;
    this.#until = now + Math.max(delay, retryAfter * (1 + jitter / 10));
  }

  /** Things may be better now; what the server asked for stands. */
  hurry(): void {
    this.#until = Math.min(this.#until, this.#floor);
  }

  reset(): void {
    this.#failures = this.#until = this.#floor = 0;
  }

  /** For other tabs, whose clocks began elsewhere. */
  share(): Shared {
    const now = this.environment.monotonicClock();
    return [this.#failures, this.#until - now, this.#floor - now];
  }

  /** What another tab met. */
  adopt([failures, until, floor]: Shared): void {
    const now = this.environment.monotonicClock();
    this.#failures = Math.max(this.#failures, failures);
    this.#until = Math.max(this.#until, now + until);
    this.#floor = Math.max(this.#floor, now + floor);
  }
}

export type Shared = readonly [failures: number, until: number, floor: number];
