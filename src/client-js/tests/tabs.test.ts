import { describe, expect, it } from 'vitest';
import { randomFrom } from './world/clock.js';
import {
  answerDropped,
  answered,
  delayed,
  dropped,
  duplicated,
  type Fault,
  resetInTheMiddle,
} from './world/network.js';
import { API, makeWorld } from './world/world.js';

const kinds = [
  ['with Web Locks', { locks: true }],
  ['without Web Locks', { locks: false }],
] as const;

describe.each(kinds)('Tabs %s', (_, options) => {
  const open = async (count: number, seed = 1) => {
    const world = makeWorld({ ...options, seed });
    const id = world.backEnd.signIn(world.device.cookies);
    const all = Array.from({ length: count }, () => world.start());
    await world.clock.run(10_000);
    return { ...world, all, id };
  };

  it('share the first token', async () => {
    const { all, backEnd } = await open(20);

    expect(all.map(({ session }) => session.state.status)).toEqual(Array(20).fill('active'));
    expect(backEnd.requests).toBe(1);
    expect(new Set(await Promise.all(all.map(({ session }) => session.getAccessToken()))).size).toBe(1);
  });

  it('renew once an expiry, twenty of them through thirty', async () => {
    const { all, backEnd, clock, network, sessions, call } = await open(20);
    const before = backEnd.requests;
    // A token of 60 seconds is renewed when it has between 15 and 22.5 left; the first of twenty goes at about 22.
    while (backEnd.requests < before + 30) {
      const statuses = await clock.finish(Promise.all(all.map(async ({ session }) => (await call(session)).status)));
      expect(new Set(statuses)).toEqual(new Set([200]));
      await clock.run(5_000);
    }
    await clock.run(15_000);

    const expiries = 30;
    expect(sessions.rotations - before).toBeGreaterThanOrEqual(expiries);
    expect(backEnd.requests - before).toBeLessThanOrEqual(expiries + 1);
    expect(clock.monotonic).toBeGreaterThan(expiries * 37_000);
    expect(network.most('/auth/refresh')).toBe(1);
    expect(all.flatMap(({ ends }) => ends)).toEqual([]);
  });

  it('answer a storm of refused calls with one renewal', async () => {
    const { all, backEnd, clock, network, sessions, call } = await open(20);
    const before = backEnd.requests;
    sessions.killAccessTokens();
    const calls = all.flatMap(({ session }) => Array.from({ length: 5 }, () => call(session)));
    const responses = await clock.finish(Promise.all(calls));

    expect(responses.every(({ status }) => status === 200)).toBe(true);
    expect(backEnd.requests - before).toBe(1);
    expect(network.most('/auth/refresh')).toBe(1);
  });

  it('all learn of a sign-out within a second', async () => {
    const { all, clock } = await open(20);
    const signedOut = all[7]?.session.signOut();
    await clock.run(1_000);
    await signedOut;

    expect(all.map(({ session }) => session.state)).toEqual(
      Array(20).fill({ status: 'ended', reason: 'signed_out', error: undefined }),
    );
    expect(all.map(({ ends }) => ends)).toEqual(Array(20).fill(['signed_out']));
  });

  it('all learn of an end at the server from the first that meets it', async () => {
    const { all, clock, sessions, id, backEnd } = await open(20);
    const before = backEnd.requests;
    sessions.end(id, 'password_changed');
    await clock.run(60_000);

    expect(all.map(({ ends }) => ends)).toEqual(Array(20).fill(['password_changed']));
    expect(backEnd.requests - before).toBe(1);
  });

  it('that are signed out come back when one of them is signed in again', async () => {
    const { all, clock, backEnd, device, start } = await open(3);
    await clock.finish(all[0]?.session.signOut() ?? Promise.resolve());
    backEnd.signIn(device.cookies);
    await clock.finish(start().session.ready);
    await clock.run(100);

    expect(all.map(({ session }) => session.state.status)).toEqual(['active', 'active', 'active']);
  });

  it('are told when somebody else signs in', async () => {
    const { all, clock, backEnd, device } = await open(3);
    backEnd.signIn(device.cookies);
    await clock.run(60_000);

    expect(all.map(({ ends }) => ends)).toEqual([['replaced'], ['replaced'], ['replaced']]);
    expect(all.map(({ session }) => session.state.status)).toEqual(['active', 'active', 'active']);
  });

  it('do not go back to the former user when an answer for that one comes late', async () => {
    const { all, clock, device, network } = await open(2);
    const channel = device.channel('authserver-1:/auth', device.open());
    const grant = { accessToken: 'of somebody else', tokenType: 'Bearer', expiresIn: 600, session: 'another' };
    network.befall('/auth/refresh', async (process) => {
      const response = await process();
      const now = clock.wall;
      channel.postMessage({ kind: 'token', at: now, born: now, grant, age: 0, sent: now });
      await clock.wait(1_000);
      return response;
    });
    await clock.run(60_000);

    const tokens = await Promise.all(all.map(({ session }) => session.getAccessToken()));
    expect(tokens).toEqual(['of somebody else', 'of somebody else']);
  });

  it('that are signed out stay so when a token of that session was still on its way to them', async () => {
    const { all, clock, device } = await open(2);
    const channel = device.channel('authserver-1:/auth', device.open());
    const born = clock.wall - 60_000;
    await clock.finish(all[0]?.session.signOut() ?? Promise.resolve());
    const grant = { accessToken: 'of the session that has ended', tokenType: 'Bearer', expiresIn: 600 };
    channel.postMessage({ kind: 'token', at: clock.wall + 60_000, born, grant, age: 0, sent: clock.wall });
    await clock.run(1_000);

    expect(all.map(({ session }) => session.state.status)).toEqual(['ended', 'ended']);
  });

  it('leave a struggling server alone together', async () => {
    const { all, clock, backEnd, network } = await open(20);
    network.befall('/auth/refresh', ...Array<Fault>(50).fill(answered(503, { 'Retry-After': '20' })));
    const before = network.addresses.length;
    await clock.run(100_000);

    // Thirty-seven seconds pass before the first attempt, and no more than one is made in twenty.
    expect(network.addresses.length - before).toBeLessThanOrEqual(4);
    expect(all.every(({ session }) => session.state.status === 'active')).toBe(true);
    expect(backEnd.requests).toBe(1);
  });

  it('go on when the one that was renewing is closed', async () => {
    const { all, clock, network, call } = await open(5);
    network.befall('/auth/refresh', async (process, time) => {
      await process();
      await time.wait(10_000);
      throw new TypeError('fetch failed');
    });
    await clock.run(50_000, () => network.addresses.length > 1);
    await clock.run(500);
    // Whichever it is: all but one are closed in turn, the renewing one among them.
    for (const { tab, session } of all.slice(0, 4)) {
      session.close();
      tab.close();
    }
    const last = all[4]?.session;
    await clock.run(70_000);

    expect(last?.state.status).toBe('active');
    expect(last && (await clock.finish(call(last))).status).toBe(200);
  });

  it('that were frozen take over what the others have', async () => {
    const { all, clock, backEnd, call } = await open(3);
    const frozen = all[0];
    frozen?.tab.freeze();
    await clock.run(300_000);
    const before = backEnd.requests;
    frozen?.tab.thaw();
    await clock.run(100);

    expect(frozen && (await clock.finish(call(frozen.session))).status).toBe(200);
    expect(backEnd.requests).toBe(before);
  });

  it('that hold the lock while frozen hold nobody up for long', async () => {
    const { all, clock, network, call } = await open(3);
    await clock.run(50_000, () => network.most('/auth/refresh') > 0 && network.addresses.length > 1);
    for (const { tab } of all.slice(0, 2)) {
      tab.freeze();
    }
    await clock.run(90_000);
    const last = all[2]?.session;

    expect(last && (await clock.finish(call(last))).status).toBe(200);
  });
});

describe('Tabs without channels', () => {
  it('each renew for themselves, one after the other, and nobody is signed out', async () => {
    const world = makeWorld({ channels: false });
    world.backEnd.signIn(world.device.cookies);
    const all = Array.from({ length: 5 }, () => world.start());
    await world.clock.run(600_000);

    expect(all.map(({ session }) => session.state.status)).toEqual(Array(5).fill('active'));
    expect(world.network.most('/auth/refresh')).toBe(1);
  });
});

// CLIENT_JS_SEED repeats the run with that seed; CLIENT_JS_ROUNDS has more of them.
const given = Number(process.env.CLIENT_JS_SEED);
const rounds = Number(process.env.CLIENT_JS_ROUNDS ?? 6);
const seeds = given ? [given] : [...Array(rounds).keys()].map((i) => ((Date.now() >>> 4) + i * 7919) >>> 0);

describe.each(kinds)('Random interleavings %s', (_, options) => {
  it.each(seeds)('keep every promise (seed %i)', async (seed) => {
    const random = randomFrom(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const world = makeWorld({ ...options, seed });
    const { clock, device, network, sessions, backEnd } = world;
    const patient = { patience: 600_000 };
    const id = backEnd.signIn(device.cookies);
    let all = [world.start(undefined, patient)];
    const calls: Promise<number | string>[] = [];
    const killed: number[] = [];
    let offlineFor = 0;

    const deeds: Record<string, () => void> = {
      open: () => {
        if (all.length < 12) {
          all.push(world.start(undefined, patient));
        }
      },
      close: () => {
        if (all.length > 1) {
          const [gone] = all.splice(Math.floor(random() * all.length), 1);
          gone?.session.close();
          gone?.tab.close();
        }
      },
      call: () => {
        const { session, tab } = pick(all);
        const begun = clock.monotonic;
        const answer = session.fetch(`${API}/notes`).then(({ status }) => {
          // Two tokens that die, the one that it began with and its successor on the way, are more than a call survives.
          const deaths = killed.filter((when) => when > begun - 61_000).length;
          return status === 401 && deaths > 1 ? 200 : status;
        });
        // A tab that is closed takes its calls along, and without a network none gets through.
        calls.push(answer.catch((error) => (tab.closed || error instanceof TypeError ? 200 : String(error))));
      },
      refuse: () => {
        sessions.killAccessTokens();
        killed.push(clock.monotonic);
      },
      fail: () =>
        network.befall(
          '/auth/refresh',
          pick([dropped, answerDropped, duplicated, resetInTheMiddle, delayed(3_000), answered(502), answered(503)]),
        ),
      wake: () => device.wake(),
      sleep: () => {
        clock.sleep(random() * 200_000);
        killed.push(clock.monotonic);
      },
      jump: () => clock.jump((random() - 0.5) * 7_200_000),
      offline: () => {
        network.offline = true;
        offlineFor = 3;
      },
    };
    const names = [
      'call',
      'call',
      'call',
      'call',
      'open',
      'close',
      'refuse',
      'fail',
      'wake',
      'sleep',
      'jump',
      'offline',
    ];
    for (let step = 0; step < 250; step++) {
      deeds[pick(names)]?.();
      if (network.offline && --offlineFor <= 0) {
        network.offline = false;
        device.wake();
      }
      await clock.run(random() ** 3 * 20_000);
    }
    network.offline = false;
    device.wake();
    await clock.run(200_000);
    all = all.filter(({ tab }) => !tab.closed);

    expect(all.map(({ session }) => session.state.status)).toEqual(Array(all.length).fill('active'));
    expect(all.flatMap(({ ends }) => ends)).toEqual([]);
    expect(sessions.reasonOf(id)).toBeUndefined();
    expect(network.most('/auth/refresh')).toBe(1);
    for (const { session } of all) {
      expect((await clock.finish(world.call(session))).status).toBe(200);
    }
    expect(new Set(await clock.finish(Promise.all(calls)))).toEqual(new Set([200]));

    await clock.finish(all[0]?.session.signOut() ?? Promise.resolve());
    await clock.run(1_000);
    expect(all.map(({ session }) => session.state.status)).toEqual(Array(all.length).fill('ended'));
  });
});
