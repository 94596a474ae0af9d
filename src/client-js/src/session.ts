import type { Claims, EndReason } from './outcomes.js';
import type { SignInOptions, TransportFactory } from './transport.js';

export interface SessionOptions {
  /** Where tokens come from. A back end at `/auth` that keeps the refresh token in a cookie, unless another one is given. */
  readonly transport?: TransportFactory;
  /** Other origins that may see the access token. This page's own always may. */
  readonly apis?: readonly string[];
  /** Milliseconds for which a call waits for a token while the server cannot be reached. Half a minute unless given. The session outlasts it. */
  readonly patience?: number;
}

export type SessionState =
  /** Nobody knows yet. */
  | { readonly status: 'unknown' }
  | { readonly status: 'active'; readonly scope?: string | undefined; readonly claims?: Claims | undefined }
  | { readonly status: 'ended'; readonly reason: EndReason; readonly error?: string | undefined };

/** One user's session with the server, shared by all tabs and workers of an origin. */
export interface Session {
  readonly state: SessionState;
  /** The first state that is not `unknown`. */
  readonly ready: Promise<SessionState>;
  /** `fetch`, with the access token. Throws `SessionEndedError`, `SessionUnavailableError`, `BodyNotRepeatableError`, and what `fetch` throws. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** A token that lasts for a call. */
  getAccessToken(options?: { signal?: AbortSignal }): Promise<string>;
  /** Leaves the page. */
  signIn(options?: SignInOptions): Promise<void>;
  /** Ends the session, in all tabs at once; rejects when the server could not be told. May leave the page. */
  signOut(): Promise<void>;
  /** The session has ended, here or elsewhere. Returns what stops listening. */
  onEnded(listener: (reason: EndReason) => void): () => void;
  /** Another state. Returns what stops listening. */
  onChange(listener: (state: SessionState) => void): () => void;
  /** Forgets everything and stops. The session goes on at the server and in other tabs. */
  close(): void;
}
