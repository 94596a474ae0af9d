import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerDropped, answered } from './world/network.js';
import { makePureWorld } from './world/pure-world.js';
import { API, makeWorld } from './world/world.js';

/** Whatever was written where script of a later day, another person or a log could read it. */
let written: string[] = [];

const note = (what: unknown) => written.push(typeof what === 'string' ? what : (JSON.stringify(what) ?? String(what)));

const spy = (): object =>
  new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          note({ name: String(name), args }),
      set: (_, name, value) => {
        note({ name: String(name), value });
        return true;
      },
    },
  );

beforeEach(() => {
  written = [];
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore', 'document', 'history']) {
    vi.stubGlobal(name, spy());
  }
  for (const level of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, level).mockImplementation((...args) => void args.forEach(note));
  }
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const makers = {
  'a cookie back end': async () => {
    const world = makeWorld();
    world.backEnd.signIn(world.device.cookies);
    return { ...world, path: '/auth/refresh', one: world.start() };
  },
  'a pure browser client': async () => {
    const world = makePureWorld();
    return { ...world, path: '/connect/token', one: await world.signIn() };
  },
};

it.each(Object.entries(makers))('With %s no token is written anywhere, nor in any address', async (_, make) => {
  const world = await make();
  const { clock, network, sessions, device, path, one } = world;
  const other = world.start();
  const changes: unknown[] = [];
  one.session.onChange((state) => changes.push(state));
  await clock.finish(one.session.ready);
  network.befall(path, answerDropped, answered(503));
  await clock.run(120_000);
  sessions.killAccessTokens();
  await clock.finish(other.session.fetch(`${API}/notes`));
  network.offline = true;
  await clock.run(120_000);
  const error = await clock.finish(one.session.fetch(`${API}/notes`).catch(String));
  network.offline = false;
  device.wake();
  await clock.run(60_000);
  await clock.finish(one.session.signIn());
  await clock.finish(one.session.signOut());

  const places = [
    ...written,
    ...network.addresses,
    ...device.tabs.flatMap(({ url, journeys, stored, posts }) => [
      url,
      ...journeys,
      ...stored,
      ...posts.map((p) => p.url),
    ]),
    JSON.stringify([changes.map((state) => ({ ...(state as object), claims: undefined })), error]),
  ];
  expect(sessions.issued.length).toBeGreaterThan(5);
  expect(places.length).toBeGreaterThan(10);
  expect(written).toEqual([]);
  for (const token of sessions.issued) {
    expect(places.filter((place) => place.includes(token) || place.includes(encodeURIComponent(token)))).toEqual([]);
  }
});

it('The spies see what is written', () => {
  localStorage.setItem('token', 'secret');
  const { log } = console;
  log('secret');

  expect(written).toHaveLength(2);
  expect(written.every((line) => line.includes('secret'))).toBe(true);
});
