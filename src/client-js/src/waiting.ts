import type { Environment } from './environment.js';
import type { Failure } from './outcomes.js';

/** Two sides: who waits, and who says that something has changed. */
export type Waiting = readonly [
  /** For so many milliseconds at the most, until anything has changed. */
  pause: (milliseconds: number) => Promise<void>,
  changed: () => void,
];

export const createWaiting = (environment: Environment): Waiting => {
  const ends = new Set<() => void>();
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const end = () => {
        stop();
        ends.delete(end);
        resolve();
      };
      const stop = environment.after(milliseconds, end);
      ends.add(end);
    });
  const changed = () => {
    for (const end of ends) {
      end();
    }
  };
  return [pause, changed];
};

/** Whatever happens meanwhile. */
export const sleep = (environment: Environment, milliseconds: number): Promise<void> =>
  new Promise((resolve) => environment.after(milliseconds, resolve));

const LONGEST = 15_000;

/** One request, for fifteen seconds at most. Whatever goes wrong is a failure, and worth another attempt. */
export const limited = async <T>(
  environment: Environment,
  request: (signal: AbortSignal) => Promise<T>,
  controller = new AbortController(),
): Promise<T | Failure> => {
  const { signal } = controller;
  const stop = environment.after(LONGEST, () => controller.abort());
  const aborted = new Promise<never>((_, reject) => {
    signal.onabort = () => reject(signal.reason);
  });
  try {
    return await Promise.race([request(signal), aborted]);
  } catch (error) {
    return { kind: 'failed', detail: String(error) };
  } finally {
    stop();
  }
};
