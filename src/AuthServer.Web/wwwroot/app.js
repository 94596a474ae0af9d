// Puts the page together: who is signed in, how long the token has left, what was called, and what the buttons break.
import { browserEnvironment, cookieBackEnd, createSession, SessionEndedError, SessionUnavailableError } from './authserver-client.js';
import { prepareBreaking } from './breaking.js';
import { write } from './log.js';
import { observe } from './observed.js';
import { openTab } from './tabs.js';
import { explain, explainSignIn } from './words.js';

const CALL_EVERY = 3000;
const TIME_TO_LEAVE = 5000;

const byId = (id) => document.getElementById(id);
const settings = await (await fetch('settings.json')).json();
byId('issuer').textContent = `Server: ${settings.issuer}`;
byId('breakage').hidden = !settings.canBreak;

const tab = openTab((renewals, tabs) => {
  byId('renewals').textContent = renewals;
  byId('tabs').textContent = tabs;
});

let token;
const environment = observe(browserEnvironment(), {
  renewed(answer, own) {
    if (own) {
      write('good', 'page', `Renewed silently. The new token lives for ${answer.expiresIn} s.`);
      tab.renewed();
    } else if (answer.accessToken !== token?.accessToken) {
      write('plain', 'page', 'Another tab renewed; this one has its token.');
    }
    token = { ...answer, until: performance.now() + (answer.expiresIn - (answer.age ?? 0)) * 1000 };
  },
  trouble: (text) => write('warn', 'page', text),
  refused: (path) => write('warn', 'page', `${path} refused the token (401 invalid_token). It is renewed, and the call repeated.`),
});

const session = createSession({ transport: cookieBackEnd({ base: '/auth' }), apis: [settings.api], patience: 20_000 }, environment);

// ---- who is signed in

const show = ({ status }) => {
  byId('member').hidden = byId('sign-out').hidden = status !== 'active';
  byId('visitor').hidden = status !== 'ended';
};

const tellWhy = ({ title, text }) => {
  const why = byId('why');
  why.hidden = false;
  why.querySelector('strong').textContent = title;
  why.querySelector('p').textContent = text;
};

session.onChange((state) => {
  show(state);
  if (state.status === 'active') {
    byId('why').hidden = true;
  }
});
session.onEnded((reason) => {
  if (reason === 'replaced') {
    write('warn', 'page', 'Somebody signed in anew; this tab goes on as theirs.');
    return;
  }
  write('bad', 'page', `The session has ended: ${reason}.`);
  token = undefined;
  tab.reset();
  tellWhy(explain(reason));
  byId('visitor-title').focus();
});

byId('sign-in').addEventListener('click', () => session.signIn({ returnTo: '/' }));
const canChoose = (may) => {
  byId('sign-in').disabled = byId('sign-out').disabled = !may;
};

// A sign-in before the server has been told would find the browser still signed in there. When it has, the page leaves, unless nobody was signed in.
byId('sign-out').addEventListener('click', async () => {
  canChoose(false);
  try {
    await session.signOut();
    setTimeout(canChoose, TIME_TO_LEAVE, true);
  } catch {
    tellWhy({ title: 'The server could not be told', text: 'You are still signed in there. Sign out again.' });
    byId('sign-out').hidden = byId('sign-out').disabled = false;
  }
});
window.addEventListener('pageshow', () => canChoose(true));

const problem = new URL(location.href).searchParams.get('sign_in_error');
if (problem) {
  history.replaceState(null, '', '/');
}
const first = await session.ready;
show(first);
if (problem && first.status === 'ended') {
  tellWhy(explainSignIn(problem));
}

// ---- the API

let calls = 0;
let failures = 0;

const call = async () => {
  byId('calls').textContent = ++calls;
  try {
    const response = await session.fetch(`${settings.api}/api/me`);
    if (!response.ok) {
      throw new Error(`the API answered ${response.status}`);
    }
    await response.json();
    write('plain', 'page', `GET /api/me: ${response.status}`);
  } catch (error) {
    if (error instanceof SessionEndedError) {
      return;
    }
    byId('failures').textContent = ++failures;
    const text = error instanceof SessionUnavailableError ? 'no token at the moment; the session goes on' : error.message;
    write('bad', 'page', `GET /api/me failed: ${text}`);
  }
};

byId('call').addEventListener('click', call);
setInterval(() => byId('auto').checked && session.state.status === 'active' && call(), CALL_EVERY);

// ---- the countdown

setInterval(() => {
  if (token) {
    const left = Math.max(0, token.until - performance.now());
    byId('left').textContent = Math.ceil(left / 1000);
    byId('life').textContent = token.expiresIn;
    byId('gauge').max = token.expiresIn;
    byId('gauge').value = left / 1000;
    const status = byId('status');
    status.textContent = left > 0 ? 'active' : 'renewing';
    status.className = left > 0 ? 'tag good' : 'tag warn';
  }
}, 250);

if (settings.canBreak) {
  prepareBreaking({ sessionName: () => session.state.status === 'active' && token?.session, call, left: () => token && (token.until - performance.now()) / 1000 });
}
