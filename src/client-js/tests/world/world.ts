import { createSession, type Session, type SessionOptions } from '../../src/index.js';
import { Clock, randomFrom } from './clock.js';
import { Device, type DeviceOptions, type Tab } from './device.js';
import { Network } from './network.js';
import { Api, BackEnd, Sessions } from './servers.js';

export const APP = 'https://app.test';
export const API = 'https://api.test';

/** A device, a network, a back end and an API, in virtual time. */
export const makeWorld = (options: DeviceOptions & { seed?: number } = {}) => {
  const clock = new Clock();
  const random = randomFrom(options.seed ?? 1);
  const network = new Network(clock, random);
  const device = new Device(clock, network, random, options);
  const sessions = new Sessions(() => clock.truth);
  const backEnd = new BackEnd(sessions);
  const api = new Api(sessions);
  network.host(APP, (arrival) => (arrival.url.pathname.startsWith('/auth/') ? backEnd : api).handle(arrival));
  network.host(API, api.handle);

  const start = (tab: Tab = device.open(), more: SessionOptions = {}) => {
    const session = createSession({ apis: [API], patience: 120_000, ...more }, tab.environment());
    const ends: string[] = [];
    session.onEnded((reason) => ends.push(reason));
    return { tab, session, ends };
  };

  const call = (session: Session, path = '/notes', init?: RequestInit) => session.fetch(API + path, init);

  return { clock, random, network, device, sessions, backEnd, api, start, call };
};

export type World = ReturnType<typeof makeWorld>;

/** With one tab, whose user is signed in. */
export const signedIn = async (world = makeWorld()) => {
  const id = world.backEnd.signIn(world.device.cookies);
  const one = world.start();
  await world.clock.finish(one.session.ready);
  return { ...world, ...one, id };
};
