import type { Environment } from './environment.js';

const FIRST = 500;
const LONGEST = 30_000;

/** How long to leave the server alone after failures. */
export interface BackOff {
  /** Milliseconds still to wait. */
  left(): number;
  /** What the server asked for, and then twice as long each time, jittered. */
  failed(retryAfter?: number): void;
  /** Things may be better now; what the server asked for stands. */
  hurry(): void;
  /** For other tabs, whose clocks began elsewhere. */
  share(): Shared;
  /** What another tab met. */
  adopt(shared: Shared): void;
}

export type Shared = readonly [failures: number, until: number, floor: number];

export const createBackOff = (environment: Environment): BackOff => {
  let failures = 0;
  let until = 0;
  let floor = 0;
  const passed = (time: number) => time - environment.monotonicClock();
  return {
    left: () => passed(until),
    failed(retryAfter = 0) {
      floor = environment.monotonicClock() + retryAfter;
      until = floor + (Math.min(FIRST * 2 ** failures++, LONGEST) * (1 + environment.random())) / 2;
    },
    hurry() {
      until = floor;
    },
    share: () => [failures, passed(until), passed(floor)],
    adopt(shared) {
      const now = environment.monotonicClock();
      failures = Math.max(failures, shared[0]);
      until = Math.max(until, now + shared[1]);
      floor = Math.max(floor, now + shared[2]);
    },
  };
};
