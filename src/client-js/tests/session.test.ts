import { describe, expect, it } from 'vitest';
import { BodyNotRepeatableError, SessionEndedError, SessionUnavailableError } from '../src/index.js';
import { answered } from './world/network.js';
import { API, APP, makeWorld } from './world/world.js';

const signedIn = async (world = makeWorld()) => {
  const id = world.backEnd.signIn(world.device.cookies);
  const one = world.start();
  await world.clock.finish(one.session.ready);
  return { ...world, ...one, id };
};

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

describe('A call', () => {
  it('carries the token and the headers of the caller', async () => {
    const { session, clock, network } = await signedIn();
    let seen: Headers | undefined;
    network.host(API, ({ headers }) => {
      seen = headers;
      return new Response('');
    });
    await clock.finish(session.fetch(new Request(`${API}/notes`, { headers: { 'X-Trace': '7' } })));

    expect(seen?.get('X-Trace')).toBe('7');
    expect(seen?.get('Authorization')).toBe(`Bearer ${await session.getAccessToken()}`);
  });

  it('never takes the token to an origin that was not named', async () => {
    const { session, network } = await signedIn();
    const before = network.addresses.length;

    await expect(session.fetch('https://elsewhere.test/')).rejects.toBeInstanceOf(TypeError);
    expect(network.addresses).toHaveLength(before);
  });

  it('may go to the own origin without being told', async () => {
    const { session, clock } = await signedIn();

    expect((await clock.finish(session.fetch('/notes'))).status).toBe(200);
  });

  it('has its token renewed and is sent again when the API says that the token is bad', async () => {
    const { session, clock, api, sessions, call, backEnd } = await signedIn();
    sessions.killAccessTokens();
    const response = await clock.finish(call(session));

    expect(response.status).toBe(200);
    expect(api.received.map(({ status }) => status)).toEqual([401, 200]);
    expect(backEnd.requests).toBe(2);
  });

  it.each<[string, () => BodyInit, string]>([
    ['text', () => 'a=1', 'a=1'],
    ['a form', () => new URLSearchParams({ a: '1' }), 'a=1'],
    ['a blob', () => new Blob(['a=1']), 'a=1'],
    ['a buffer', () => new TextEncoder().encode('a=1').buffer, 'a=1'],
    ['bytes', () => new TextEncoder().encode('a=1'), 'a=1'],
  ])('is sent again with its body when that is %s', async (_, body, expected) => {
    const { session, clock, api, sessions, call } = await signedIn();
    sessions.killAccessTokens();
    const response = await clock.finish(call(session, '/notes', { method: 'POST', body: body() }));

    expect(response.status).toBe(200);
    expect(api.received.map((request) => request.body)).toEqual([expected, expected]);
  });

  it('is sent again with its body when that is multipart', async () => {
    const { session, clock, api, sessions, call } = await signedIn();
    sessions.killAccessTokens();
    const body = new FormData();
    body.set('a', '1');
    const response = await clock.finish(call(session, '/notes', { method: 'POST', body }));

    expect(response.status).toBe(200);
    expect(api.received.every((request) => request.body.includes('name="a"'))).toBe(true);
  });

  it('is sent again when it is a Request with a body', async () => {
    const { session, clock, api, sessions } = await signedIn();
    sessions.killAccessTokens();
    const request = new Request(`${API}/notes`, { method: 'PUT', body: 'whole' });
    const response = await clock.finish(session.fetch(request));

    expect(response.status).toBe(200);
    expect(api.received).toMatchObject([
      { method: 'PUT', body: 'whole' },
      { method: 'PUT', body: 'whole' },
    ]);
  });

  it('whose body was a stream is not sent again, and says so', async () => {
    const { session, clock, api, sessions, call } = await signedIn();
    sessions.killAccessTokens();
    const stream = () => ({
      method: 'POST',
      body: new Blob(['once']).stream() as ReadableStream,
      duplex: 'half',
    });
    const error = await clock.finish(call(session, '/notes', stream()).catch((caught: unknown) => caught));

    expect(error).toBeInstanceOf(BodyNotRepeatableError);
    expect((error as BodyNotRepeatableError).response.status).toBe(401);
    expect(api.received).toHaveLength(1);
    expect((await clock.finish(call(session, '/notes', stream()))).status).toBe(200);
  });

  it('gets back a 401 that is not about the token', async () => {
    const { session, clock, backEnd, call } = await signedIn();

    expect((await clock.finish(call(session, '/forbidden'))).status).toBe(401);
    expect(backEnd.requests).toBe(1);
  });

  it('gets back a 401 that a fresh token does not cure, and that path asks for no more renewals', async () => {
    const { session, clock, api, backEnd, call } = await signedIn();
    api.broken = true;
    for (let i = 0; i < 20; i++) {
      expect((await clock.finish(call(session))).status).toBe(401);
    }

    expect(backEnd.requests).toBe(2);
    expect(api.received).toHaveLength(21);
  });

  it('waits for the one renewal together with all others', async () => {
    const { session, clock, sessions, call, backEnd, network } = await signedIn();
    sessions.killAccessTokens();
    const responses = await clock.finish(Promise.all(Array.from({ length: 50 }, () => call(session))));

    expect(responses.every(({ status }) => status === 200)).toBe(true);
    expect(backEnd.requests).toBe(2);
    expect(network.most('/auth/refresh')).toBe(1);
  });

  it('is cured by a second renewal when the token that was there already is no better', async () => {
    const { session, clock, sessions, call, network } = await signedIn();
    // The first answer takes so long that the token is renewed meanwhile; then every token that is out is withdrawn.
    network.befall('/notes', async (process) => {
      await clock.wait(50_000);
      sessions.killAccessTokens();
      return process();
    });

    expect((await clock.finish(call(session))).status).toBe(200);
  });

  it('ends its waiting when its caller gives up, and the renewal goes on', async () => {
    const { session, clock, sessions, call, network } = await signedIn();
    sessions.killAccessTokens();
    network.befall('/auth/refresh', answered(503, { 'Retry-After': '30' }));
    const giveUp = new AbortController();
    const waiting = call(session, '/notes', { signal: giveUp.signal });
    const outcome = expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await clock.run(5_000);
    giveUp.abort();
    await outcome;
    await clock.run(60_000);

    expect((await clock.finish(call(session))).status).toBe(200);
  });

  it('gives up in time when the server cannot be reached, and the session goes on', async () => {
    const world = makeWorld();
    world.backEnd.signIn(world.device.cookies);
    const { session, ends } = world.start(undefined, { patience: 10_000 });
    await world.clock.finish(session.ready);
    world.network.offline = true;
    await world.clock.run(120_000);
    const begun = world.clock.monotonic;
    await expect(world.clock.finish(world.call(session))).rejects.toBeInstanceOf(SessionUnavailableError);
    expect(world.clock.monotonic - begun).toBeLessThan(10_500);

    world.network.offline = false;
    world.device.wake();
    expect((await world.clock.finish(world.call(session))).status).toBe(200);
    expect(ends).toEqual([]);
  });
});
