import type { BackOff } from './back-off.js';
import type { Environment } from './environment.js';
import { SessionUnavailableError } from './errors.js';
import type { Grant } from './outcomes.js';
import type { Transport } from './transport.js';
import { limited, sleep } from './waiting.js';

/** Tells the server until it has heard, or throws when patience is over: until then the user is signed in there. */
export const endAtServer = async (
  environment: Environment,
  transport: Transport,
  { failed, left }: BackOff,
  grant: Grant | undefined,
  patience: number,
): Promise<void> => {
  const outOfPatience = environment.monotonicClock() + patience;
  for (;;) {
    const outcome = await limited(environment, (signal) => transport.signOut(grant, signal));
    if (outcome?.kind !== 'failed') {
      return;
    }
    failed(outcome.retryAfter);
    if (environment.monotonicClock() + left() > outOfPatience) {
      throw new SessionUnavailableError(outcome.detail);
    }
    await sleep(environment, left());
  }
};
