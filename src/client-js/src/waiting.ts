import type { Environment } from './environment.js';
import type { Failure } from './outcomes.js';

/** What is waited for, all in one place: whoever changes something says so. */
export interface Waiting {
  /** For so many milliseconds at the most; until something holds, or else until anything has changed; and no longer than the signal allows. */
  pause(milliseconds: number, holds?: () => unknown, signal?: AbortSignal | null): Promise<void>;
  changed(): void;
}

export const createWaiting = (environment: Environment): Waiting => {
  const watchers = new Set<() => void>();
  return {
    pause: (milliseconds, holds = () => true, signal) =>
      new Promise((resolve) => {
        const end = () => {
          stop();
          watchers.delete(look);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const look = () => {
          if (holds()) {
            end();
          }
        };
        const stop = environment.after(milliseconds, end);
        watchers.add(look);
        signal?.addEventListener('abort', end);
      }),
    changed: () => {
      for (const look of watchers) {
        look();
      }
    },
  };
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
