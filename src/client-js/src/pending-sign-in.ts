import type { Page } from './environment.js';

/** What must survive the way to the server and back. No token: the verifier is worth nothing without the code, which comes back to this page. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  /** Whether the user must not be asked anything. */
  readonly silent: boolean;
  /** How many attempts came before, without the user having done anything. */
  readonly tries: number;
}

/** In the `sessionStorage` of this tab: one sign-in under way, and a mark that there was one. */
export class PendingSignIns {
  constructor(
    private readonly page: Page,
    private readonly key: string,
  ) {}

  put(pending: PendingSignIn): void {
    this.page.storage.setItem(this.key, JSON.stringify(pending));
  }

  /** Once: it is gone afterwards, whatever becomes of it. */
  take(): PendingSignIn | undefined {
    const found = this.page.storage.getItem(this.key);
    this.page.storage.removeItem(this.key);
    return found ? JSON.parse(found) : undefined;
  }

  /** That this tab was signed in, and after how many attempts in a row. */
  mark(tries: number): void {
    this.page.storage.setItem(`${this.key}:again`, String(tries));
  }

  takeMark(): number | undefined {
    const found = this.page.storage.getItem(`${this.key}:again`);
    this.page.storage.removeItem(`${this.key}:again`);
    return found === null ? undefined : Number(found);
  }
}
