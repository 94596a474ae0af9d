import type { Environment } from './environment.js';
import { type Failure, failure } from './outcomes.js';

/** Pauses that end when their time is up, or all at once when something has happened. */
export class Waiting {
  readonly #enders = new Set<() => void>();

  constructor(private readonly environment: Environment) {}

  end(): void {
    for (const end of this.#enders) {
      end();
    }
  }

  /** At the longest for so many milliseconds. Rejects when the signal says so. */
  pause(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        stop();
        this.#enders.delete(done);
        signal?.removeEventListener('abort', aborted);
        resolve();
      };
      const aborted = () => {
        reject(signal?.reason);
        done();
      };
      const stop = this.environment.after(milliseconds, done);
      this.#enders.add(done);
      signal?.addEventListener('abort', aborted);
    });
  }
}

const LONGEST = 15_000;

/** One request, for fifteen seconds at most. Whatever goes wrong is a failure, and worth another attempt. */
export const limited = async <T>(
  environment: Environment,
  request: (signal: AbortSignal) => Promise<T> | T,
  controller = new AbortController(),
): Promise<T | Failure> => {
  const stop = environment.after(LONGEST, () => controller.abort());
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.onabort = () => reject(controller.signal.reason);
  });
  try {
    return await Promise.race([request(controller.signal), aborted]);
  } catch (error) {
    return failure(error);
  } finally {
    stop();
  }
};
