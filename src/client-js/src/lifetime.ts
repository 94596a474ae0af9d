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
}

/** By both clocks: one may be set, the other may stand still while the device sleeps. */
export interface Instant {
  readonly wall: number;
  readonly monotonic: number;
}

export const instant = (environment: Environment): Instant => ({
  wall: environment.wallClock(),
  monotonic: environment.monotonicClock(),
});

/** `age`: milliseconds since it was asked for. */
export const hold = (environment: Environment, grant: Grant, at: number, born: number, age: number): Held => {
  const now = instant(environment);
  return {
    grant,
    at,
    born,
    since: { wall: now.wall - age, monotonic: now.monotonic - age },
    early: Math.min(60_000, grant.expiresIn * 250) * (1 + environment.random() / 2),
  };
};

/** Whichever clock saw more time pass is right: at worst a token is renewed too early. */
export const elapsed = (environment: Environment, since: Instant): number => {
  const now = instant(environment);
  return Math.max(now.wall - since.wall, now.monotonic - since.monotonic);
};

export const left = (environment: Environment, held: Held): number =>
  held.grant.expiresIn * 1000 - elapsed(environment, held.since);

/** Whether it will last for the way to an API. */
export const lasts = (environment: Environment, held: Held): boolean =>
  left(environment, held) > Math.min(5_000, held.grant.expiresIn * 50);
