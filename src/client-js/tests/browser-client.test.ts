import { describe, expect, it } from 'vitest';
import { SessionUnavailableError } from '../src/index.js';
import { answerDropped } from './world/network.js';
import { ISSUER, makePureWorld } from './world/pure-world.js';
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
