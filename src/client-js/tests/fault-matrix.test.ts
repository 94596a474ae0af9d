import { describe, expect, it } from 'vitest';
import {
  answerDropped,
  answered,
  answeredAfterwards,
  clockJumps,
  delayed,
  dropped,
  duplicated,
  type Fault,
  nameNotResolved,
  resetInTheMiddle,
} from './world/network.js';
import { makePureWorld } from './world/pure-world.js';
import { API, makeWorld } from './world/world.js';

const HOUR = 3_600_000;

/** What happens to the requests for a token, one after the other. A function happens to the device instead. */
const faults: Record<string, Fault[] | 'sleep' | 'offline'> = {
  none: [],
  'request dropped': [dropped, dropped, dropped],
  'answer dropped after the server has rotated': [answerDropped, answerDropped, answerDropped],
  'answer late': [delayed(10_000)],
  'answer later than anybody waits': [delayed(40_000), delayed(40_000)],
  'request duplicated': [duplicated, duplicated],
  'connection reset in the middle of the answer': [resetInTheMiddle, resetInTheMiddle],
  'name not resolved': [nameNotResolved, nameNotResolved, nameNotResolved, nameNotResolved],
  '500': [answered(500), answered(500)],
  '500 after the server has rotated': [answeredAfterwards(500), answeredAfterwards(500)],
  '502': [answered(502, {}, '<html>'), answered(502)],
  '503 with Retry-After': [answered(503, { 'Retry-After': '7' }), answered(503, { 'Retry-After': '2' })],
  '503 with a date': [
    answered(503, { 'Retry-After': 'Thu, 01 Jan 2026 00:00:09 GMT', Date: 'Thu, 01 Jan 2026 00:00:02 GMT' }),
  ],
  '429 with Retry-After': [answered(429, { 'Retry-After': '5' })],
  '429 after a retry too many': [answeredAfterwards(429)],
  'a captive portal': [answered(200, {}, '<html>'), answered(200, {}, '{"error":"invalid_grant"')],
  'clock jumps forward': [clockJumps(2 * HOUR)],
  'clock jumps backward': [clockJumps(-2 * HOUR)],
  'clock jumps forth and back': [clockJumps(50 * HOUR), clockJumps(-50 * HOUR)],
  'sleep past the expiry': 'sleep',
  'offline, then online': 'offline',
  'all of it': [
    dropped,
    answered(503, { 'Retry-After': '3' }),
    answerDropped,
    resetInTheMiddle,
    clockJumps(-HOUR),
    duplicated,
  ],
};

const occasions = ['first load', 'renewal ahead of time', 'renewal after a 401'] as const;

const makers = {
  'a cookie back end': () => {
    const world = makeWorld({ seed: 7 });
    world.backEnd.signIn(world.device.cookies);
    const load = async (strike: () => void) => {
      strike();
      return world.start();
    };
    return { ...world, path: '/auth/refresh', load };
  },
  'a pure browser client': async () => {
    const world = makePureWorld({ seed: 7 });
    return { ...world, path: '/connect/token', load: (strike: () => void) => world.signIn(undefined, strike) };
  },
} as const;

describe.each(Object.entries(makers))('With %s', (_, make) => {
  describe.each(occasions)('at the %s', (occasion) => {
    it.each(Object.keys(faults))('%s: every call succeeds and nobody is signed out', async (name) => {
      const world = await make();
      const { clock, network, sessions, api, path, device } = world;
      const fault = faults[name] ?? [];
      const strike = () => {
        if (fault === 'offline') {
          network.offline = true;
          clock.after(45_000, () => {
            network.offline = false;
            device.wake();
          });
        } else if (fault === 'sleep') {
          network.befall(path, async (process, time) => {
            const response = await process();
            time.sleep(200_000);
            device.wake();
            return response;
          });
        } else {
          network.befall(path, ...fault);
        }
      };

      const { session, ends } = await world.load(occasion === 'first load' ? strike : () => {});
      if (occasion !== 'first load') {
        await clock.finish(session.ready);
        strike();
        if (occasion === 'renewal after a 401') {
          sessions.killAccessTokens();
        } else {
          await clock.run(40_000);
        }
      }
      const first = session.fetch(`${API}/notes`, { method: 'POST', body: 'repeatable' });
      const stream = new Blob(['once']).stream() as ReadableStream;
      const streamed: Promise<number | string> | undefined =
        occasion === 'renewal ahead of time' || fault === 'offline'
          ? undefined
          : session
              .fetch(`${API}/notes`, { method: 'POST', body: stream, duplex: 'half' } as RequestInit)
              .then(({ status }) => status)
              .catch((error: Error) => error.name);
      const outcome = await clock.finish(first.then(({ status }) => status).catch((error: Error) => error.name));
      // Where there is no network, a call that has its token fails, as calls do; the session does not.
      expect(fault === 'offline' ? [200, 'TypeError'] : [200]).toContain(outcome);
      expect([200, 'BodyNotRepeatableError', undefined]).toContain(streamed && (await clock.finish(streamed)));
      await clock.run(120_000);
      const later = await clock.finish(session.fetch(`${API}/notes`));

      expect(later.status).toBe(200);
      expect(session.state.status).toBe('active');
      expect(ends).toEqual([]);
      expect(network.most(path)).toBe(1);
      expect(api.received.filter(({ body }) => body === 'once').length).toBeLessThanOrEqual(1);
      expect(api.received.length).toBeLessThanOrEqual(6);
      // A minute's token is renewed every forty seconds or so; no fault costs more than itself and one renewal.
      const minutes = clock.monotonic / 37_000;
      expect(sessions.rotations + sessions.retries).toBeLessThanOrEqual(minutes + fault.length + 3);
    });

    it('invalid_grant: the session ends, once, and no request follows', async () => {
      const world = await make();
      const { clock, network, path } = world;
      const refusal = answered(400, {}, JSON.stringify({ error: 'invalid_grant', reason: 'password_changed' }));
      if (occasion === 'first load' && path === '/connect/token') {
        // There a refused code only has the sign-in begun anew.
        return;
      }
      const { session, ends } = await world.load(() => {
        if (occasion === 'first load') {
          network.befall(path, refusal);
        }
      });
      await clock.finish(session.ready);
      if (occasion !== 'first load') {
        network.befall(path, refusal);
        if (occasion === 'renewal after a 401') {
          world.sessions.killAccessTokens();
          const call = session.fetch(`${API}/notes`).catch((error: unknown) => error);
          expect(await clock.finish(call)).toMatchObject({ name: 'SessionEndedError', reason: 'password_changed' });
        }
      }
      await clock.run(60_000);
      const sent = network.addresses.length;
      await clock.run(600_000);

      expect(session.state).toMatchObject({ status: 'ended', reason: 'password_changed' });
      expect(ends).toEqual(['password_changed']);
      expect(network.addresses).toHaveLength(sent);
    });
  });
});
