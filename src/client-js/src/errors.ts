import type { EndReason } from './outcomes.js';

/** Nobody is signed in (any more). */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';

  constructor(readonly reason: EndReason) {
    super(`Nobody is signed in: ${reason}`);
  }
}

/** No token could be had in time. The session goes on, and so do the attempts. */
export class SessionUnavailableError extends Error {
  override readonly name = 'SessionUnavailableError';

  constructor(detail: string) {
    super(`The session cannot be reached at the moment: ${detail}`);
  }
}

/** A request was refused, and its body was a stream that has been read: it was not sent again. The next request has a new token. */
export class BodyNotRepeatableError extends Error {
  override readonly name = 'BodyNotRepeatableError';

  constructor(readonly response: Response) {
    super('The request needs to be sent again, but its body was a stream that has been read');
  }
}
