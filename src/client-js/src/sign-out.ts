import { BackOff } from './back-off.js';
import type { Environment } from './environment.js';
import { SessionUnavailableError } from './errors.js';
import type { Grant } from './outcomes.js';
import type { Transport } from './transport.js';
import { limited } from './waiting.js';

/** Tells the server until it has heard, or throws when patience is over: until then the user is signed in there. */
export const endAtServer = async (
  environment: Environment,
  transport: Transport,
  grant: Grant | undefined,
  patience: number,
): Promise<void> => {
  const outOfPatience = environment.monotonicClock() + patience;
  const backOff = new BackOff(environment);
  for (;;) {
    const outcome = await limited(environment, (signal) => transport.signOut(grant, signal));
    if (outcome?.kind !== 'failed') {
      return;
    }
    backOff.failed(outcome.retryAfter);
    if (environment.monotonicClock() + backOff.left > outOfPatience) {
      throw new SessionUnavailableError(outcome.detail);
    }
    await new Promise<void>((resolve) => environment.after(backOff.left, resolve));
  }
};
