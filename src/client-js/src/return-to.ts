import type { Page } from './environment.js';

/** Where to come back to, as path, query and fragment; never on another origin. */
export const inSameOrigin = (page: Page, returnTo = page.url()): string => {
  const here = new URL(page.url());
  const there = new URL(returnTo, here);
  if (there.origin !== here.origin) {
    throw new TypeError('returnTo must be on this origin');
  }
  return there.pathname + there.search + there.hash;
};
