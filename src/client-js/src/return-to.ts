import type { Environment } from './environment.js';

/** Where a sign-in comes back to, as path, query and fragment; never on another origin. */
export const inSameOrigin = ({ page }: Environment, returnTo?: string): string => {
  if (page) {
    const here = page.url();
    const there = new URL(returnTo ?? here, here);
    if (there.origin === new URL(here).origin) {
      return there.pathname + there.search + there.hash;
    }
  }
  throw new TypeError('Only pages sign in, to their own origin');
};
