// The buttons. Each does its damage for real, and tells what it does to the session and why.
import { write } from './log.js';

const JOURNAL_EVERY = 1500;
const MARKER = { 'X-Requested-With': 'authserver-client' };

const told = document.getElementById('told');

const tell = (tone, title, text) => {
  told.className = `notice ${tone}`;
  told.querySelector('strong').textContent = title;
  told.querySelector('p').textContent = text;
};

export const prepareBreaking = ({ sessionName, call, left }) => {
  let last = 0;

  const post = (path) => fetch(`/demo/${encodeURIComponent(sessionName())}/${path}`, { method: 'POST', headers: MARKER });

  const on = (id, run) =>
    document.getElementById(id).addEventListener('click', async ({ currentTarget }) => {
      currentTarget.disabled = true;
      try {
        await run();
      } catch (error) {
        tell('bad', 'That did not work', error.message);
      }
      currentTarget.disabled = false;
    });

  on('five', () => {
    const opened = Array.from({ length: 5 }, () => window.open('/', '_blank')).filter(Boolean).length;
    if (opened < 5) {
      tell('warn', `The browser opened ${opened} of 5 tabs`, 'It blocks the others: allow pop-ups for this page, and press again.');
    } else {
      tell('info', 'Six tabs, one session', 'A new tab takes the token over from the open ones. When it is due, one tab renews, under a lock that all share, and the others hear of it.');
    }
  });

  on('drop', async () => {
    await require(post('drop-next'));
    const seconds = Math.max(0, Math.round(left()));
    tell(
      'warn',
      'The next answer will be lost',
      `The renewal comes within ${seconds} s. The server will have rotated the token, and the browser will still have the old one. It presents that again: the server takes it for a retry and gives the same successor, because nobody has used that yet. You stay signed in.`,
    );
  });

  on('retry', async () => {
    const report = await steal('steal-predecessor');
    if (report) {
      tell(
        'good',
        `The thief was answered ${report.status}, and the session goes on`,
        report.isSameSuccessor
          ? 'The predecessor is good until its successor is used, because that is how a lost answer looks. It gives what you have already, and nothing new. Whoever of the two uses it second is caught.'
          : 'The answer was not the successor that this session has.',
      );
    }
  });

  on('theft', async () => {
    const report = await steal('steal-old');
    if (report) {
      tell('bad', `The thief was refused: ${report.error}`, 'A token whose successor has been used cannot be a retry: two parties have it. The server ends the session, and the API refuses its access token within a second.');
      await felt();
    }
  });

  on('revoke', async () => {
    await require(post('revoke'));
    tell('bad', 'An administrator has ended the session', 'The API hears of it by the revocation feed and refuses the access token; the refresh token is refused with the reason; all tabs are told.');
    await felt();
  });

  const steal = async (path) => {
    const response = await post(path);
    if (response.status === 409) {
      tell('info', 'There is nothing to steal yet', 'The token has not been rotated often enough. Wait for one or two renewals, and press again.');
      return undefined;
    }
    return (await require(response)).json();
  };

  /** The page finds out as it would anyway: by its next call. */
  const felt = async () => {
    for (let i = 0; i < 8 && sessionName(); i++) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await call();
    }
  };

  setInterval(async () => {
    if (!sessionName() || document.visibilityState !== 'visible') {
      return;
    }
    const response = await post(`journal?after=${last}`).catch(() => undefined);
    for (const { id, at, tone, text } of response?.ok ? await response.json() : []) {
      last = Math.max(last, id);
      write(tone, 'back end', text, new Date(at));
    }
  }, JOURNAL_EVERY);
};

const require = async (request) => {
  const response = await request;
  if (!response.ok) {
    throw new Error(`The demo's back end answered ${response.status}.`);
  }
  return response;
};
