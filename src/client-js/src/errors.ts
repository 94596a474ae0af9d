import type { EndReason } from './outcomes.js';

/** Nobody is signed in (any more). */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';

  constructor(readonly reason: EndReason) {
    super(reason);
  }
}

/** No token could be had in time. The session goes on, and so do the attempts. The message is what the last attempt met. */
export class SessionUnavailableError extends Error {
  override readonly name = 'SessionUnavailableError';
}

/** A request was refused, and its body was a stream that has been read: it was not sent again. The next request has a new token. */
export class BodyNotRepeatableError extends Error {
  override readonly name = 'BodyNotRepeatableError';

  constructor(readonly response: Response) {
    super('The body was a stream');
  }
}
