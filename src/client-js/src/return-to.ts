import type { Environment, Page } from './environment.js';

/** The page that a sign-in leaves, and where it comes back to, as path, query and fragment; never on another origin. */
export const departure = (
  { page }: Environment,
  returnTo?: string,
): { readonly page: Page; readonly returnTo: string } => {
  if (page) {
    const here = page.url();
    const there = new URL(returnTo ?? here, here);
    if (there.origin === new URL(here).origin) {
      return { page, returnTo: there.pathname + there.search + there.hash };
    }
  }
  throw new TypeError('Only a page can sign in, and come back to its own origin');
};
