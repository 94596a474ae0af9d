import { describe, expect, it } from 'vitest';
import { BodyNotRepeatableError, createSession, SessionUnavailableError, type Transport } from '../src/index.js';
import { answered } from './world/network.js';
import { API, APP, makeWorld, signedIn } from './world/world.js';

/** A transport that always has a token. */
const issuing = (accessToken: string): Transport => ({
  name: 'issuing',
  renew: async () => ({ kind: 'granted', grant: { accessToken, tokenType: 'Bearer', expiresIn: 600 } }),
  signIn: async () => {},
  signOut: async () => undefined,
  authorize: () => ({ Authorization: `Bearer ${accessToken}` }),
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

  it('never takes the token to the origin of a <base>, which whoever can write into the page may have put there', async () => {
    const { tab, network, clock } = await signedIn();
    const based = { ...tab.environment(), baseUrl: 'https://elsewhere.test/' };
    const session = createSession({ transport: () => issuing('token') }, based);
    await clock.finish(session.ready);
    const before = network.addresses.length;

    await expect(session.fetch('/notes')).rejects.toBeInstanceOf(TypeError);
    expect(network.addresses).toHaveLength(before);
    expect((await clock.finish(session.fetch(`${APP}/forbidden`))).status).toBe(401);
  });

  it('keeps what a Request says of the referrer, the method and the rest', async () => {
    const { tab, clock } = await signedIn();
    const sent: Request[] = [];
    const environment = {
      ...tab.environment(),
      fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
        sent.push(new Request(input, init));
        return new Response('');
      },
    };
    const session = createSession({ apis: [API], transport: () => issuing('token') }, environment);
    const options = { method: 'patch', referrerPolicy: 'no-referrer', redirect: 'error' } as const;
    await clock.finish(session.fetch(new Request(`${API}/notes`, options)));

    expect(sent).toMatchObject([options]);
  });

  it('can be made once more with the same Request', async () => {
    const { session, clock, api } = await signedIn();
    const request = new Request(`${API}/notes`, { method: 'PUT', body: 'whole' });
    await clock.finish(session.fetch(request));
    await clock.finish(session.fetch(request));

    expect(api.received.map(({ body }) => body)).toEqual(['whole', 'whole']);
  });

  it('waits for another token while the renewal before is still waiting for its turn', async () => {
    const { session, clock, sessions, call, device, network } = await signedIn();
    const other = device.open();
    await clock.run(30_000);
    // A frozen tab is next in the queue for the lock; the token comes from a third one.
    let free = () => {};
    const name = 'authserver-1:/auth';
    void other.environment().locks?.request(
      name,
      {},
      () =>
        new Promise<void>((resolve) => {
          free = resolve;
        }),
    );
    await clock.run(1_000);
    sessions.killAccessTokens();
    const first = call(session);
    await clock.run(1_000);
    const channel = device.channel(name, other);
    const grant = { accessToken: 'refused, too', tokenType: 'Bearer', expiresIn: 60, session: 's1' };
    channel.postMessage({ kind: 'token', at: clock.wall, born: clock.wall, grant, age: 3_000, sent: clock.wall });
    await clock.run(5_000);
    free();

    expect((await clock.finish(first, 5_000)).status).toBe(200);
    expect(network.most('/auth/refresh')).toBe(1);
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

  it('is not repeated as somebody else, who has signed in meanwhile', async () => {
    const { session, clock, sessions, backEnd, device, call, api, id } = await signedIn();
    sessions.end(id, 'signed_out');
    backEnd.signIn(device.cookies);

    expect((await clock.finish(call(session, '/notes', { method: 'POST', body: 'mine' }))).status).toBe(401);
    expect(api.received).toHaveLength(1);
    expect((await clock.finish(call(session))).status).toBe(200);
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
