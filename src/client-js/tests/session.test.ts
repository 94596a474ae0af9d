import { describe, expect, it } from 'vitest';
import { SessionEndedError, SessionUnavailableError } from '../src/index.js';
import { answered, delayed } from './world/network.js';
import { API, APP, makeWorld, signedIn } from './world/world.js';

describe('A session', () => {
  it('continues what the cookie keeps', async () => {
    const { session, backEnd } = await signedIn();

    expect(session.state).toMatchObject({ status: 'active', scope: 'api' });
    expect(backEnd.requests).toBe(1);
  });

  it('says that nobody is signed in, and does not call that an end', async () => {
    const world = makeWorld();
    const { session, ends } = world.start();

    expect(await world.clock.finish(session.ready)).toMatchObject({ status: 'ended', reason: 'no_session' });
    expect(ends).toEqual([]);
    await expect(session.fetch(`${API}/notes`)).rejects.toMatchObject({
      name: 'SessionEndedError',
      reason: 'no_session',
    });
  });

  it.each([
    'idle_expired',
    'absolute_expired',
    'signed_out',
    'user_revoked',
    'password_changed',
    'credentials_changed',
    'consent_withdrawn',
    'state_lost',
    'revoked',
  ])('ends with the reason %s when the server gives it', async (reason) => {
    const { session, ends, sessions, clock, id } = await signedIn();
    sessions.end(id, reason);
    await clock.run(70_000);

    expect(session.state).toMatchObject({ status: 'ended', reason });
    expect(ends).toEqual([reason]);
  });

  it.each(['of_a_later_version', ''])('ends with the reason unknown when the server says "%s"', async (reason) => {
    const { session, network, clock } = await signedIn();
    network.befall('/auth/refresh', answered(400, {}, JSON.stringify({ error: 'invalid_grant', reason })));
    await clock.run(70_000);

    expect(session.state).toMatchObject({ status: 'ended', reason: 'unknown' });
  });

  it('goes on whatever else a refusal says', async () => {
    const { session, network, clock, ends } = await signedIn();
    const answers = ['invalid_client', 'invalid_request', 'temporarily_unavailable', 'unauthorized_client'];
    network.befall(
      '/auth/refresh',
      ...answers.map((error) => answered(400, {}, JSON.stringify({ error }))),
      answered(403, {}, 'Forbidden'),
      answered(500, {}, JSON.stringify({ error: 'invalid_grant' })),
      answered(200, {}, '<html>Welcome to the hotel</html>'),
    );
    await clock.run(120_000);

    expect(session.state.status).toBe('active');
    expect(ends).toEqual([]);
  });

  it('takes every change to its listeners until they leave', async () => {
    const world = makeWorld();
    world.backEnd.signIn(world.device.cookies);
    const { session } = world.start();
    const states: string[] = [];
    const leave = session.onChange(({ status }) => states.push(status));
    await world.clock.finish(session.ready);
    await world.clock.run(200_000);
    expect(states).toEqual(['active']);

    leave();
    await world.clock.finish(session.signOut());
    expect(states).toEqual(['active']);
  });

  it('survives a listener that throws', async () => {
    const { session, clock } = await signedIn();
    const failures: unknown[] = [];
    const catcher = (error: unknown) => failures.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', catcher);
    session.onEnded(() => {
      throw new Error('in a listener');
    });
    let told = false;
    session.onEnded(() => {
      told = true;
    });
    await clock.finish(session.signOut());
    process.removeAllListeners('uncaughtException');
    for (const other of others) {
      process.on('uncaughtException', other);
    }

    expect(told).toBe(true);
    expect(failures).toHaveLength(1);
    expect(session.state.status).toBe('ended');
  });

  it('gives other tabs their time to answer, also when the device wakes meanwhile', async () => {
    const { clock, device, start, backEnd } = await signedIn();
    start();
    for (let i = 0; i < 10; i++) {
      device.wake();
      await clock.run(0.5);
    }
    await clock.run(1_000);

    expect(backEnd.requests).toBe(1);
  });

  it('goes on when the lock that it had stolen is stolen from it', async () => {
    const { session, clock, device, network, sessions, call } = await signedIn();
    const { locks } = device.open().environment();
    const name = 'authserver-1:/auth';
    void locks?.request(name, {}, () => new Promise(() => {})).catch(() => {});
    await clock.run(100);
    sessions.killAccessTokens();
    network.befall('/auth/refresh', delayed(10_000));
    const answer = call(session);
    await clock.run(30_000);
    void locks?.request(name, { steal: true }, async () => {});

    expect((await clock.finish(answer)).status).toBe(200);
  });

  it('does nothing any more after it was closed', async () => {
    const { session, clock, backEnd } = await signedIn();
    session.close();
    await clock.run(600_000);

    expect(backEnd.requests).toBe(1);
    await expect(session.getAccessToken()).rejects.toBeInstanceOf(SessionEndedError);
  });
});

describe('Signing in and out', () => {
  it('goes to the back end and names the way back', async () => {
    const { session, tab } = await signedIn();
    await session.signIn({ returnTo: '/notes?page=2#top' });

    expect(tab.journeys).toEqual([`${APP}/auth/sign-in?return_to=%2Fnotes%3Fpage%3D2%23top`]);
  });

  it.each(['https://evil.test/', '//evil.test/x', 'javascript:alert(1)'])(
    'never comes back to %s',
    async (returnTo) => {
      const { session, tab } = await signedIn();

      await expect(session.signIn({ returnTo })).rejects.toBeInstanceOf(TypeError);
      expect(tab.journeys).toEqual([]);
    },
  );

  it('ends the session at the server and forgets the token', async () => {
    const { session, clock, sessions, id, ends } = await signedIn();
    await clock.finish(session.signOut());

    expect(sessions.reasonOf(id)).toBe('signed_out');
    expect(ends).toEqual(['signed_out']);
    await expect(session.getAccessToken()).rejects.toMatchObject({ reason: 'signed_out' });
  });

  it('is told to the server again until it has heard', async () => {
    const { session, clock, sessions, id, network } = await signedIn();
    network.befall('/auth/sign-out', answered(503, { 'Retry-After': '2' }), answered(500));
    await clock.finish(session.signOut());

    expect(sessions.reasonOf(id)).toBe('signed_out');
  });

  it('goes on to where the back end says, by a form when a token goes along', async () => {
    const { session, clock, network, tab } = await signedIn();
    const [location, fields] = ['https://login.example.com/end', { id_token_hint: 'e30.e30.c2ln' }];
    network.befall('/auth/sign-out', answered(200, {}, JSON.stringify({ location, fields })));
    await clock.finish(session.signOut());

    expect(tab.posts).toEqual([{ url: location, fields }]);
    expect(tab.journeys).toEqual([]);
  });

  it('says so when the server cannot be told', async () => {
    const { session, clock, network } = await signedIn();
    network.offline = true;

    await expect(clock.finish(session.signOut())).rejects.toBeInstanceOf(SessionUnavailableError);
    expect(session.state.status).toBe('ended');
  });

  it('is not undone by a renewal that was under way', async () => {
    const { session, clock, network, sessions, id } = await signedIn();
    let release = () => {};
    network.befall('/auth/refresh', async (process) => {
      const response = await process();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return response;
    });
    await clock.run(55_000);
    await clock.finish(session.signOut());
    release();
    await clock.run(120_000);

    expect(session.state).toMatchObject({ status: 'ended', reason: 'signed_out' });
    expect(sessions.reasonOf(id)).toBe('signed_out');
  });
});
