import { describe, expect, it } from 'vitest';
import { SessionUnavailableError } from '../src/index.js';
import { answerDropped, answered } from './world/network.js';
import { ISSUER, makePureWorld, thumbprint } from './world/pure-world.js';
import { API, APP } from './world/world.js';

const sentTo = (journey: string | undefined) => new URL(journey ?? '').searchParams;

/** On the way to the server: what the page was given for the journey. */
const depart = async (world = makePureWorld(), url = `${APP}/notes?page=2#top`) => {
  const { tab, session } = world.start(world.device.open(url));
  await world.clock.finish(session.ready);
  await world.clock.finish(session.signIn());
  const asked = sentTo(tab.journeys[0]);
  const arrive = async (change: (back: URL) => void = () => {}) => {
    const back = new URL(world.visit(tab.journeys[0] ?? ''));
    change(back);
    session.close();
    const next = world.start(tab.load(back.href));
    await world.clock.finish(next.session.ready);
    return next;
  };
  return { ...world, tab, asked, arrive };
};

describe('Signing in without a back end', () => {
  it('asks for a code with PKCE, state and nonce', async () => {
    const { asked } = await depart();

    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: 'spa',
      redirect_uri: `${APP}/callback`,
      scope: 'openid offline_access api',
      code_challenge_method: 'S256',
    });
    expect(asked.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(asked.get('state')).toMatch(/^[\w-]{43}$/);
    expect(asked.get('nonce')).toMatch(/^[\w-]{43}$/);
    expect(asked.has('prompt')).toBe(false);
  });

  it('comes back to where the user was, with the code out of the address', async () => {
    const { arrive } = await depart();
    const { tab, session } = await arrive();

    expect(session.state).toMatchObject({ status: 'active', claims: { iss: ISSUER, sub: 'alice' } });
    expect(tab.url).toBe(`${APP}/notes?page=2#top`);
  });

  it('keeps nothing of the sign-in under way once it is back', async () => {
    const { arrive } = await depart();
    const { tab } = await arrive();

    expect([...tab.storage.keys()]).toEqual(['authserver:spa:again']);
  });

  it.each<[string, (back: URL) => void, string]>([
    ['another state', (back) => back.searchParams.set('state', 'forged'), 'state_mismatch'],
    ['another issuer', (back) => back.searchParams.set('iss', 'https://evil.test'), 'issuer_mismatch'],
    ['no issuer', (back) => back.searchParams.delete('iss'), 'issuer_mismatch'],
    ['an error', (back) => back.searchParams.set('error', 'access_denied'), 'access_denied'],
    ['no code', (back) => back.searchParams.delete('code'), 'code_missing'],
  ])('fails when the answer has %s, and redeems nothing', async (_, change, error) => {
    const { arrive, server } = await depart();
    const { session, ends } = await arrive(change);

    expect(session.state).toEqual({ status: 'ended', reason: 'sign_in_failed', error });
    expect(ends).toEqual(['sign_in_failed']);
    expect(server.tokenRequests).toEqual([]);
  });

  it('does without an issuer when the server promises none', async () => {
    const world = makePureWorld();
    world.server.issParameter = false;
    const { arrive } = await depart(world);

    expect((await arrive((back) => back.searchParams.delete('iss'))).session.state.status).toBe('active');
  });

  it('takes no answer that it did not ask for', async () => {
    const world = makePureWorld();
    const { session } = world.start(world.device.open(`${APP}/callback?code=stolen&state=forged&iss=${ISSUER}`));
    await world.clock.finish(session.ready);

    expect(session.state).toMatchObject({ status: 'ended', reason: 'no_session' });
    expect(world.server.tokenRequests).toEqual([]);
  });

  it('a failure in one tab signs no other tab out', async () => {
    const world = makePureWorld();
    const other = await world.signIn();
    const { arrive } = await depart(world);
    await arrive((back) => back.searchParams.set('state', 'forged'));
    await world.clock.run(1_000);

    expect(other.session.state.status).toBe('active');
  });

  it('never uses a code twice: when the answer is lost, it begins anew and asks nothing', async () => {
    const world = makePureWorld();
    const { session, tab } = await world.signIn(undefined, () =>
      // The first answer only asks for a nonce.
      world.network.befall('/connect/token', (process) => process(), answerDropped),
    );
    const codes = world.server.tokenRequests.map((request) => request.get('code'));

    expect(session.state.status).toBe('active');
    expect(codes).toEqual(['code-1', 'code-1', 'code-2', 'code-2']);
    expect(tab.url).toBe(`${APP}/notes?page=2`);
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://evil.test' }],
    ['for another client', { aud: 'other' }],
    ['for several clients, without the authorized party', { aud: ['spa', 'other'] }],
    ['for several clients, with another authorized party', { aud: ['spa', 'other'], azp: 'other' }],
    ['of another sign-in', { nonce: 'other' }],
    ['without a nonce', { nonce: undefined }],
    ['that is over', { exp: 1 }],
    ['without a subject', { sub: undefined }],
  ])('is not completed by an ID token %s', async (_, idToken) => {
    const world = makePureWorld();
    world.server.idToken = idToken;
    const { session } = await world.signIn();

    expect(session.state.status).not.toBe('active');
  });

  it('is completed by an ID token for several clients when this one is the authorized party', async () => {
    const world = makePureWorld();
    world.server.idToken = { aud: ['spa', 'other'], azp: 'spa' };

    expect((await world.signIn()).session.state.status).toBe('active');
  });
});

describe('After a reload', () => {
  it('the user is signed in again without being asked', async () => {
    const world = makePureWorld();
    const { tab, session } = await world.signIn();
    session.close();
    const reloaded = world.start(tab.load());
    await world.clock.run(5_000);

    expect(sentTo(reloaded.tab.journeys[0]).get('prompt')).toBe('none');
    const back = await world.follow(reloaded, 0);
    expect(back.session.state.status).toBe('active');
    expect(back.tab.url).toBe(`${APP}/notes?page=2`);
  });

  it('nobody is signed in when the server says so, and the browser is sent there once', async () => {
    const world = makePureWorld();
    const { tab, session } = await world.signIn();
    session.close();
    world.server.signedIn = false;
    const back = await world.follow(world.start(tab.load()), 0);
    expect(back.session.state).toMatchObject({ status: 'ended', reason: 'no_session', error: 'login_required' });

    back.session.close();
    const later = world.start(back.tab.load());
    await world.clock.finish(later.session.ready);
    expect(later.session.state).toMatchObject({ status: 'ended', reason: 'no_session' });
    expect(later.tab.journeys).toEqual([]);
  });

  it('a tab takes the session of another one and goes nowhere', async () => {
    const world = makePureWorld();
    const first = await world.signIn();
    const second = world.start();
    await world.clock.finish(second.session.ready);

    expect(second.session.state.status).toBe('active');
    expect(second.tab.journeys).toEqual([]);
    expect((await world.clock.finish(second.session.fetch(`${API}/notes`))).status).toBe(200);
    expect(await second.session.getAccessToken()).toBe(await first.session.getAccessToken());
  });

  it('a tab that had taken the session of another one is signed in again, too', async () => {
    const world = makePureWorld();
    const first = await world.signIn();
    const second = world.start();
    await world.clock.finish(second.session.ready);
    for (const { session, tab } of [first, second]) {
      session.close();
      tab.close();
    }
    const back = await world.follow(world.start(second.tab.load()), 0);

    expect(back.session.state.status).toBe('active');
  });

  it('a visitor who was never signed in is sent nowhere', async () => {
    const world = makePureWorld();
    const { tab, session } = world.start();
    await world.clock.finish(session.ready);

    expect(session.state).toMatchObject({ status: 'ended', reason: 'no_session' });
    expect(tab.journeys).toEqual([]);
  });
});

describe('Proofs of possession', () => {
  it('are signed by one key that script cannot read, and name request, token and nonce', async () => {
    const world = makePureWorld();
    const { session } = await world.signIn();
    await world.clock.finish(session.fetch(`${API}/notes?page=3#x`, { method: 'DELETE' }));
    const { proofs } = world.server;
    const last = proofs.at(-1);

    expect(new Set(proofs.map(({ header }) => thumbprint(header.jwk))).size).toBe(1);
    expect(Object.keys(last?.header.jwk ?? {}).sort()).toEqual(['crv', 'kty', 'x', 'y']);
    expect(last?.claims).toMatchObject({
      htm: 'DELETE',
      htu: `${API}/notes`,
      ath: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(new Set(proofs.map(({ claims }) => claims.jti)).size).toBe(proofs.length);
  });

  it('do not take the time of an answer that lay in a cache for the time of the server', async () => {
    const world = makePureWorld();
    const { session } = await world.signIn();
    const anHourAgo = new Date(world.clock.truth - 3_600_000).toUTCString();
    world.network.befall('/notes', answered(200, { Date: anHourAgo }));
    await world.clock.finish(session.fetch(`${API}/notes`));
    const stream = { method: 'POST', body: new Blob(['once']).stream(), duplex: 'half' } as RequestInit;

    expect((await world.clock.finish(session.fetch(`${API}/notes`, stream))).status).toBe(200);
  });

  it('name the method as it is sent', async () => {
    const world = makePureWorld();
    const { session } = await world.signIn();
    // Of the methods that are often written in small letters, fetch raises all but this one.
    const response = await world.clock.finish(session.fetch(`${API}/notes`, { method: 'patch' }));

    expect(response.status).toBe(200);
    expect(world.server.proofs.at(-1)?.claims.htm).toBe('patch');
  });

  it('carry the nonce that the token endpoint asks for, after one repetition', async () => {
    const world = makePureWorld();
    const { session } = await world.signIn();

    expect(session.state.status).toBe('active');
    expect(world.server.proofs.map(({ claims }) => claims.nonce)).toEqual([undefined, 'nonce-1']);

    world.server.nonce = 'nonce-2';
    await world.clock.run(60_000);
    expect(world.server.proofs.slice(2).map(({ claims }) => claims.nonce)).toEqual(['nonce-1', 'nonce-2']);
  });

  it('carry the nonce that an API asks for, after one repetition', async () => {
    const world = makePureWorld();
    const { session } = await world.signIn();
    world.server.apiNonce = 'api-1';
    const before = world.server.proofs.length;

    expect((await world.clock.finish(session.fetch(`${API}/notes`))).status).toBe(200);
    expect((await world.clock.finish(session.fetch(`${API}/notes`))).status).toBe(200);
    expect(world.server.proofs.slice(before).map(({ claims }) => claims.nonce)).toEqual([undefined, 'api-1', 'api-1']);
  });

  it('follow the clock of the server when that of the device is wrong', async () => {
    const world = makePureWorld();
    world.clock.jump(86_400_000);
    const { session } = await world.signIn();

    expect((await world.clock.finish(session.fetch(`${API}/notes`))).status).toBe(200);
  });

  it('go on after the clock of the device was set', async () => {
    const world = makePureWorld();
    const { session } = await world.signIn();
    world.clock.jump(-86_400_000);
    await world.clock.run(120_000);

    expect((await world.clock.finish(session.fetch(`${API}/notes`))).status).toBe(200);
  });

  it('go with the session to other tabs, and twenty of them renew once an expiry', async () => {
    const world = makePureWorld();
    const first = await world.signIn();
    const tabs = [first, ...Array.from({ length: 19 }, () => world.start())];
    await world.clock.run(5_000);
    const before = world.sessions.rotations;
    const begun = world.clock.monotonic;
    while (world.sessions.rotations < before + 10) {
      const statuses = tabs.map(async ({ session }) => (await session.fetch(`${API}/notes`)).status);
      expect(new Set(await world.clock.finish(Promise.all(statuses)))).toEqual(new Set([200]));
      await world.clock.run(10_000);
    }

    expect(world.clock.monotonic - begun).toBeGreaterThan(10 * 36_000);
    expect(world.sessions.retries).toBe(0);
    expect(world.network.most('/connect/token')).toBe(1);
  });
});

describe('Signing out without a back end', () => {
  it('revokes the session and takes the browser to the server, with no token in an address', async () => {
    const world = makePureWorld();
    const { session, tab, ends } = await world.signIn();
    await world.clock.finish(session.signOut());

    expect(ends).toEqual(['signed_out']);
    expect(world.sessions.reasonOf('s1')).toBe('signed_out');
    expect(tab.posts).toMatchObject([{ url: `${ISSUER}/connect/endsession`, fields: { client_id: 'spa' } }]);
    expect(tab.posts[0]?.fields.id_token_hint).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect([...tab.storage.keys()]).toEqual([]);
  });

  it('revokes the session when it is tried again after the server could not be told', async () => {
    const world = makePureWorld();
    const { session } = await world.signIn();
    world.network.offline = true;
    await expect(world.clock.finish(session.signOut())).rejects.toBeInstanceOf(SessionUnavailableError);
    world.network.offline = false;
    await world.clock.finish(session.signOut());

    expect(world.sessions.reasonOf('s1')).toBe('signed_out');
  });
});
