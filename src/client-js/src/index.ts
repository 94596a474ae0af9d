export { type BrowserClientOptions, browserClient } from './browser-client.js';
export { type CookieBackEndOptions, cookieBackEnd } from './cookie-back-end.js';
export type { Channel, Environment, Locks, Page } from './environment.js';
export { browserEnvironment } from './environment.js';
export { BodyNotRepeatableError, SessionEndedError, SessionUnavailableError } from './errors.js';
export type { Claims, EndReason, Grant, Outcome } from './outcomes.js';
export type { Session, SessionOptions, SessionState } from './session.js';
export { createSession } from './shared-session.js';
export type { SignInOptions, Transport, TransportFactory } from './transport.js';
