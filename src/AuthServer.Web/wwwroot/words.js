// Why a session has ended, and why a sign-in came to nothing, in plain words.
const ends = {
  idle_expired: ['You were away for long', 'The session was not used for longer than it may rest.'],
  absolute_expired: ['It was time to sign in again', 'A session does not last longer, however much it is used.'],
  signed_out: ['You are signed out', 'Here, in another tab, or at the server.'],
  user_revoked: ['You ended this session', 'From your list of devices, on this or another one.'],
  password_changed: ['Your password was changed', 'That ends every session that began before.'],
  credentials_changed: ['Your way of signing in was changed', 'A second factor or a passkey was removed or reset.'],
  consent_withdrawn: ['You withdrew your consent', 'This application may not act for you any more.'],
  state_lost: ['The server was restored', 'It does not know this session any more.'],
  revoked: ['Your session was ended (revoked)', 'By an administrator, or because a refresh token was used that had been replaced: somebody may have stolen it. The server does not say which, because a thief reads this too.'],
};

export const explain = (reason) => {
  const [title, text] = ends[reason] ?? ['Your session has ended', 'The server gave no reason.'];
  return { title, text };
};

const failures = {
  access_denied: 'You said no, or you may not use this application.',
  temporarily_unavailable: 'The server is not available at the moment. Try again.',
  sign_in_expired: 'It took too long, or was begun in another browser. Try again.',
};

export const explainSignIn = (error) => ({
  title: 'You were not signed in',
  text: failures[error] ?? `The server said: ${error}.`,
});
