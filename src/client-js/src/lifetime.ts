import type { Environment } from './environment.js';
import type { Grant } from './outcomes.js';

/** A token in this tab's memory. */
export interface Held {
  readonly grant: Grant;
  /** Its place in the order of what tabs tell each other. */
  readonly at: number;
  /** That of the first token of its session: an end that was told later is the end of this token too. */
  readonly born: number;
  /** When it was asked for. */
  readonly since: Instant;
  /** With so many milliseconds left it is renewed: a minute, or a quarter of a short life, and up to half as much again, so that tabs do not go at once. */
  readonly early: number;
  /** Paths that it does not open though it is fresh, and until when nothing is renewed on account of them. */
  readonly hopeless: Record<string, number>;
}

/** By both clocks: one may be set, the other may stand still while the device sleeps. */
export type Instant = readonly [wall: number, monotonic: number];

/** So many milliseconds ago. */
export const instant = (environment: Environment, ago = 0): Instant => [
  environment.wallClock() - ago,
  environment.monotonicClock() - ago,
];

/** Whichever clock saw more time pass is right: at worst a token is renewed too early. */
export const elapsed = (environment: Environment, [wall, monotonic]: Instant): number =>
  Math.max(environment.wallClock() - wall, environment.monotonicClock() - monotonic);

export const left = (environment: Environment, { grant, since }: Held): number =>
  grant.expiresIn * 1000 - elapsed(environment, since);
