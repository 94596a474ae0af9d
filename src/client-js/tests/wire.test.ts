import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createSession, type Environment, type Session } from '../src/index.js';

// Real sockets and real time: what Node's HTTP does when a connection breaks is not ours to imagine.

const servers: Server[] = [];
const sessions: Session[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) {
    session.close();
  }
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    }),
  );
});

const listen = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Web Locks, which Node.js lacks: one after the other. */
const oneAtATime = (): NonNullable<Environment['locks']> => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: (_name, _options, run) => {
      last = last.then(run);
      return last;
    },
  };
};

const environment = (baseUrl: string, locks = oneAtATime()): Environment => ({
  // Outside of browsers no address is of the same origin.
  fetch: (input, { mode: _, ...init } = {}) => fetch(input, init as RequestInit),
  wallClock: () => Date.now(),
  monotonicClock: () => performance.now(),
  random: () => Math.random(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  crypto: globalThis.crypto,
  baseUrl,
  locks,
  openChannel: (name) => new BroadcastChannel(name) as never,
  onWake: () => () => {},
});

type Misfortune = (response: Parameters<RequestListener>[1], answer: string) => void;

const misfortunes: Record<string, Misfortune> = {
  'the connection is reset before the answer': (response) => response.socket?.resetAndDestroy(),
  'the connection ends before the answer': (response) => response.destroy(),
  'the connection is reset in the middle of the headers': (response) => {
    response.socket?.write('HTTP/1.1 200 OK\r\nContent-Ty');
    response.socket?.resetAndDestroy();
  },
  'the connection is reset in the middle of the body': (response, answer) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length });
    response.write(answer.slice(0, 12));
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  },
  'the body is cut short': (response, answer) => response.writeHead(200).end(answer.slice(0, -5)),
  'a proxy says 502': (response) => response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad Gateway'),
  'the server says 503 and when to come back': (response) => response.writeHead(503, { 'Retry-After': '1' }).end(),
  'a redirect leads to a page': (response) => response.writeHead(302, { Location: '/login' }).end(),
};

it.each(Object.entries(misfortunes))('Nobody notices when %s', async (name, misfortune) => {
  let refreshes = 0;
  let inFlight = 0;
  let most = 0;
  let calls = 0;
  const base = await listen((request, response) => {
    if (request.url === '/notes') {
      const good = Number(request.headers.authorization?.replace('Bearer token-', '')) > 2;
      calls++;
      response.writeHead(good ? 200 : 401, good ? {} : { 'WWW-Authenticate': 'Bearer error="invalid_token"' }).end();
      return;
    }
    most = Math.max(most, ++inFlight);
    response.on('close', () => inFlight--);
    const answer = JSON.stringify({ access_token: `token-${++refreshes}`, token_type: 'Bearer', expires_in: 900 });
    if (refreshes === 2) {
      misfortune(response, answer);
    } else {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(answer);
    }
  });
  const ends: string[] = [];
  const locks = oneAtATime();
  const tabs = [1, 2, 3].map(() => createSession({}, environment(`${base}/`, locks)));
  sessions.push(...tabs);
  for (const tab of tabs) {
    tab.onEnded((reason) => ends.push(reason));
  }
  const responses = await Promise.all(tabs.map((tab) => tab.fetch('/notes', { method: 'POST', body: name })));

  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(calls).toBeLessThanOrEqual(9);
  // Three, unless this process was held up for so long that one tab did not hear another.
  expect(refreshes).toBeGreaterThanOrEqual(3);
  expect(refreshes).toBeLessThanOrEqual(5);
  expect(most).toBe(1);
  expect(ends).toEqual([]);
});

it('A server that is not there yet is waited for', async () => {
  const base = await listen((_, response) => {
    response.end(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 900 }));
  });
  const [server] = servers.splice(0);
  await new Promise((done) => server?.close(done));
  const session = createSession({}, environment(`${base}/`));
  sessions.push(session);
  const token = session.getAccessToken();
  await new Promise((done) => setTimeout(done, 1_500));
  expect(session.state.status).toBe('unknown');
  server?.listen(Number(new URL(base).port), '127.0.0.1');
  servers.push(...(server ? [server] : []));

  expect(await token).toBe('token');
});
