import { describe, expect, it } from 'vitest';
import { answered } from './world/network.js';
import { makePureWorld, thumbprint } from './world/pure-world.js';
import { API } from './world/world.js';

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
