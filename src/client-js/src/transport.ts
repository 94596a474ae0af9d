import type { Environment } from './environment.js';
import type { Grant, Outcome } from './outcomes.js';

export interface SignInOptions {
  /** Where the user comes back to, on this origin. The present address, unless it is given. */
  readonly returnTo?: string;
  /** Only for the pure browser client: `login`, `consent`, `select_account` or `none` (OIDC Core §3.1.2.1). */
  readonly prompt?: string;
}

/** Where tokens come from. */
export interface Transport {
  /** Tabs with the same name share one session. */
  readonly name: string;
  /** Before anything else: a sign-in that this page is the way back from. */
  arrive?(signal: AbortSignal): Promise<Outcome | undefined>;
  /** A new token for an old one, or for what the browser keeps out of sight of script. Whatever is thrown counts as a failure. */
  renew(grant: Grant | undefined, signal: AbortSignal): Promise<Outcome>;
  /** Leaves the page. */
  signIn(options: SignInOptions): Promise<void>;
  /** Ends the session at the server; undefined when that is done. */
  signOut(grant: Grant | undefined, signal: AbortSignal): Promise<Outcome | undefined>;
  /** After the session has ended there, too: may leave the page. */
  leave?(grant: Grant | undefined): Promise<void>;
  /** Notes that this tab is signed in. */
  remember?(): void;
  /** Forgets that. */
  forget?(): void;
  /** Headers that authorize one request. */
  authorize(grant: Grant, method: string, url: URL): Promise<Record<string, string>> | Record<string, string>;
  /** Learns from an answer; true when the same request should be authorized anew and sent once more. */
  learn?(response: Response, url: URL): boolean;
}

export type TransportFactory = (environment: Environment) => Transport;
