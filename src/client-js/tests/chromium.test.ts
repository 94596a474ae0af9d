import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page, type Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../src/index.js';
import type { Arrival } from './world/network.js';
import { ISSUER, makePureWorld } from './world/pure-world.js';
import { Sessions } from './world/servers.js';
import { API, APP } from './world/world.js';

declare global {
  // What the pages below call their session.
  var session: Session;
}

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const executablePath = process.env.AUTHSERVER_TEST_CHROMIUM || '/usr/bin/chromium-headless-shell';
let browser: Browser;

beforeAll(async () => {
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}; ./dev test installs one, AUTHSERVER_TEST_CHROMIUM names another`,
    );
  }
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  browser = await chromium.launch({ executablePath, args });
}, 60_000);

afterAll(() => browser?.close());

const script = (path: string) => readFileSync(join(dist, path.replace('/dist/', '')), 'utf8');

/** What is left where a later script or another person could read it. */
const leftovers = (page: Page) =>
  page.evaluate(async () => ({
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookie: document.cookie,
    address: location.href,
  }));

const states = (pages: Page[]) => Promise.all(pages.map((page) => page.evaluate(() => session.state.status)));

describe('In Chromium, with a cookie back end', () => {
  const html = `<script type="module">
    import { createSession } from '/dist/index.js';
    globalThis.session = createSession();
  </script>`;
  const worker = `import { createSession } from '/dist/index.js';
    const session = createSession();
    session.ready.then(async () => postMessage(await session.getAccessToken()));`;

  const sessions = new Sessions(() => Date.now());
  sessions.lifetime = 5;
  const counts = { refreshes: 0, inFlight: 0, most: 0, foreign: 0 };
  let server: Server;
  let origin: string;
  let context: BrowserContext;
  const pages: Page[] = [];
  const said: string[] = [];

  const answer = (url: string, cookie: string): [status: number, body: object, cookie?: string | undefined] => {
    if (url === '/auth/sign-out') {
      sessions.end(cookie.split('.')[1] ?? '', 'signed_out');
      return [200, {}, ''];
    }
    counts.refreshes++;
    const { session, refreshToken, reason } = { reason: '', ...sessions.present(cookie) } as Record<string, string>;
    return session
      ? [
          200,
          { access_token: sessions.mint(session), token_type: 'Bearer', expires_in: sessions.lifetime, session },
          refreshToken,
        ]
      : [401, { error: 'invalid_grant', reason: reason || 'no_session' }, ''];
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = request.url ?? '';
      if (url.startsWith('/dist/') || url === '/worker.js') {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(url === '/worker.js' ? worker : script(url));
      } else if (url.startsWith('/auth/')) {
        const ours = request.headers['sec-fetch-site'] === 'same-origin' && request.headers['x-requested-with'];
        counts.foreign += ours && request.method === 'POST' ? 0 : 1;
        counts.most = Math.max(counts.most, ++counts.inFlight);
        setTimeout(() => {
          counts.inFlight--;
          const [status, body, cookie] = answer(url, /refresh=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
          response.setHeader('Set-Cookie', `refresh=${cookie}; Path=/auth; HttpOnly; SameSite=Strict`);
          response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
          response.end(JSON.stringify(body));
        }, 30);
      } else if (url === '/notes') {
        const good = sessions.isGood(request.headers.authorization?.replace('Bearer ', '') ?? '');
        response.writeHead(good ? 200 : 401, good ? {} : { 'WWW-Authenticate': 'Bearer error="invalid_token"' }).end();
      } else {
        response.setHeader('Content-Type', 'text/html');
        response.end(html);
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    context = await browser.newContext();
    await context.addCookies([
      { name: 'refresh', value: sessions.create().refreshToken, domain: '127.0.0.1', path: '/auth', httpOnly: true },
    ]);
    for (let i = 0; i < 20; i++) {
      const page = await context.newPage();
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      await page.goto(origin);
      await page.evaluate(() => session.ready);
      pages.push(page);
    }
  }, 60_000);

  afterAll(async () => {
    await context?.close();
    server?.closeAllConnections();
    server?.close();
  });

  it('twenty tabs renew as often as one would', async () => {
    const before = counts.refreshes;
    const begun = performance.now();
    const statuses: number[] = [];
    while (performance.now() - begun < 9_000) {
      for (const page of pages) {
        statuses.push(await page.evaluate(async () => (await session.fetch('/notes')).status));
      }
    }
    const seconds = (performance.now() - begun) / 1000;

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await states(pages)).toEqual(Array(20).fill('active'));
    // A token of five seconds is renewed when it has between 1.25 and 1.9 left.
    expect(counts.refreshes - before).toBeGreaterThanOrEqual(2);
    expect(counts.refreshes - before).toBeLessThanOrEqual(seconds / 3.1 + 1);
    expect(counts.most).toBe(1);
  });

  it('a worker takes the token of the tabs over', async () => {
    const [page] = pages;
    const token = await page?.evaluate(
      () =>
        new Promise((resolve) => {
          new Worker('/worker.js', { type: 'module' }).onmessage = ({ data }) => resolve(data);
        }),
    );

    expect(sessions.isGood(String(token))).toBe(true);
    expect(counts.most).toBe(1);
  });

  it('leaves nothing behind, and every request was one of its own', async () => {
    const [page] = pages;
    const expected = { local: '{}', session: '{}', databases: 0, caches: 0, cookie: '', address: `${origin}/` };

    expect(page && (await leftovers(page))).toEqual(expected);
    expect(said).toEqual([]);
    expect(counts.foreign).toBe(0);
  });

  it('all tabs know of a sign-out within a second', async () => {
    const begun = performance.now();
    const ended = pages.map((page) =>
      page.evaluate(() =>
        Promise.race([
          new Promise((resolve) => session.onEnded(resolve)),
          new Promise((resolve) => setTimeout(resolve, 5_000, 'never')),
        ]),
      ),
    );
    // Every page listens before one signs out.
    await states(pages);
    const signedOut = performance.now();
    await pages[11]?.evaluate(() => session.signOut());

    expect(await Promise.all(ended)).toEqual(Array(20).fill('signed_out'));
    expect(performance.now() - signedOut).toBeLessThan(1_000);
    expect(begun).toBeLessThan(signedOut);
    expect(await states(pages)).toEqual(Array(20).fill('ended'));
  });
});

describe('In Chromium, without a back end', () => {
  const html = `<script type="module">
    import { browserClient, createSession } from '/dist/index.js';
    const transport = browserClient({
      issuer: '${ISSUER}', clientId: 'spa', redirectUri: '${APP}/callback', scope: 'openid offline_access api',
    });
    globalThis.session = createSession({ transport, apis: ['${API}'] });
  </script>`;

  it('a user signs in, has two tabs with one key, reloads, and signs out', async () => {
    const world = makePureWorld();
    const context = await browser.newContext();
    const handlers = world.network.handlers;
    const cors = {
      'Access-Control-Allow-Origin': APP,
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, DPoP',
      'Access-Control-Allow-Methods': 'GET, POST, DELETE',
      'Access-Control-Expose-Headers': 'WWW-Authenticate, DPoP-Nonce, Retry-After, Date',
    };
    const prompts: (string | null)[] = [];

    const serve = async (route: Route): Promise<void> => {
      const request = route.request();
      const url = new URL(request.url());
      if (url.origin === APP) {
        const isScript = url.pathname.startsWith('/dist/');
        const contentType = isScript ? 'text/javascript' : 'text/html';
        return route.fulfill({ contentType, body: isScript ? script(url.pathname) : html });
      }
      if (request.method() === 'OPTIONS') {
        return route.fulfill({ status: 204, headers: cors });
      }
      if (url.pathname === '/connect/authorize') {
        prompts.push(url.searchParams.get('prompt'));
        // A redirect of a fulfilled navigation would not come by here again.
        const body = `<script>location.replace(${JSON.stringify(world.visit(url.href))})</script>`;
        return route.fulfill({ contentType: 'text/html', body });
      }
      if (url.pathname === '/connect/endsession') {
        return route.fulfill({ contentType: 'text/html', body: '<h1>Signed out</h1>' });
      }
      const arrival = {
        url,
        method: request.method(),
        headers: new Headers(await request.allHeaders()),
        body: request.postData() ?? '',
      } as Arrival;
      let answered = false;
      const answer = Promise.resolve(handlers.get(url.origin)?.(arrival)).finally(() => {
        answered = true;
      });
      while (!answered) {
        await world.clock.run(50);
      }
      const response = (await answer) ?? new Response('', { status: 404 });
      return route.fulfill({
        status: response.status,
        headers: { ...Object.fromEntries(response.headers), ...cors },
        body: await response.text(),
      });
    };
    await context.route('**/*', serve);

    const page = await context.newPage();
    const settle = async (on: Page) => {
      await on.waitForFunction(() => globalThis.session?.state.status !== 'unknown' && globalThis.session);
      return on.evaluate(() => session.state.status);
    };
    await page.goto(`${APP}/notes?page=2`);
    expect(await settle(page)).toBe('ended');
    await page.evaluate(() => void session.signIn());
    await page.waitForFunction(() => globalThis.session?.state.status === 'active');
    expect(page.url()).toBe(`${APP}/notes?page=2`);

    const call = (on: Page) =>
      on.evaluate(async (url) => (await session.fetch(url, { method: 'POST', body: 'x' })).status, `${API}/notes`);
    expect(await call(page)).toBe(200);

    const second = await context.newPage();
    await second.goto(`${APP}/`);
    expect(await settle(second)).toBe('active');
    expect(await call(second)).toBe(200);
    expect(world.server.codes).toBe(1);

    // The second tab renews with the key that it was given, and cannot read.
    world.sessions.killAccessTokens();
    expect(await call(second)).toBe(200);
    expect(await call(page)).toBe(200);
    expect(world.sessions.rotations).toBe(1);
    expect(new Set(world.server.proofs.map(({ header }) => header.jwk.x)).size).toBe(1);

    await second.close();
    await page.reload();
    await page.waitForFunction(() => globalThis.session?.state.status === 'active');
    expect(prompts).toEqual([null, 'none']);
    expect(page.url()).toBe(`${APP}/notes?page=2`);
    expect(await leftovers(page)).toMatchObject({
      local: '{}',
      session: '{"authserver:spa:again":"0"}',
      databases: 0,
      cookie: '',
    });

    const sid = await page.evaluate(() => session.state.status === 'active' && session.state.claims?.sid);
    await page.evaluate(() => void session.signOut());
    await page.waitForURL(`${ISSUER}/connect/endsession`);
    expect(world.sessions.reasonOf(String(sid))).toBe('signed_out');
    await context.close();
  });
});
