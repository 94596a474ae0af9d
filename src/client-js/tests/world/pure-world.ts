import { createHash, createPublicKey, verify } from 'node:crypto';
import { type BrowserClientOptions, browserClient, createSession, type Session } from '../../src/index.js';
import type { Tab } from './device.js';
import type { Arrival } from './network.js';
import { API, APP, makeWorld } from './world.js';

export const ISSUER = 'https://login.test';

const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

export interface Proof {
  readonly header: { typ: string; alg: string; jwk: Record<string, string> };
  readonly claims: { jti: string; htm: string; htu: string; iat: number; ath?: string; nonce?: string };
}

/** Reads a proof and checks its signature with Node's own cryptography (RFC 9449 §4.3). */
export const readProof = (proof: string): Proof => {
  const [header, claims, signature] = proof.split('.');
  const key = createPublicKey({ key: decode(header).jwk, format: 'jwk' });
  const content = Buffer.from(`${header}.${claims}`);
  const signed = Buffer.from(signature ?? '', 'base64url');
  if (!verify('sha256', content, { key, dsaEncoding: 'ieee-p1363' }, signed)) {
    throw new Error('The proof is not signed by the key in its header');
  }
  return { header: decode(header), claims: decode(claims) };
};

export const thumbprint = ({ crv, kty, x, y }: Record<string, string>) =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

/** The authorization server, without its pages: whoever is sent there comes back at once. */
export const makePureWorld = (options: Parameters<typeof makeWorld>[0] = {}) => {
  const world = makeWorld(options);
  const { clock, network, sessions, api, device } = world;
  const codes = new Map<string, { session: string; refreshToken: string; nonce: string; challenge: string }>();
  const jtis = new Set<string>();
  const proofs: Proof[] = [];
  const bound = new Map<string, string>();
  const server = {
    signedIn: true,
    /** Members that the next ID token has instead of its own. */
    idToken: {} as Record<string, unknown>,
    issParameter: true,
    nonce: 'nonce-1',
    apiNonce: undefined as string | undefined,
    showsDate: true,
    codes: 0,
    tokenRequests: [] as URLSearchParams[],
    proofs,
  };
  const date = () => (server.showsDate ? { Date: new Date(clock.truth).toUTCString() } : undefined);
  const headers = () => ({ 'DPoP-Nonce': server.nonce, ...date() });

  /** The thumbprint, or the error. */
  const prove = ({ headers: sent, method, url }: Arrival, nonce: string | undefined, accessToken?: string) => {
    const value = sent.get('DPoP');
    if (!value) {
      return { error: 'invalid_dpop_proof' };
    }
    const proof = readProof(value);
    const { claims, header } = proof;
    proofs.push(proof);
    const ath = accessToken && createHash('sha256').update(accessToken).digest('base64url');
    const late = Math.abs(claims.iat * 1000 - clock.truth) > 300_000;
    const good = claims.htm === method && claims.htu === url.origin + url.pathname && claims.ath === ath && !late;
    if (!good || header.typ !== 'dpop+jwt' || header.alg !== 'ES256' || 'd' in header.jwk || jtis.has(claims.jti)) {
      return { error: 'invalid_dpop_proof' };
    }
    jtis.add(claims.jti);
    return nonce && claims.nonce !== nonce ? { error: 'use_dpop_nonce' } : { key: thumbprint(header.jwk) };
  };

  const grant = (session: string, refreshToken: string, key: string, nonce?: string) => {
    bound.set(refreshToken, key);
    const accessToken = sessions.mint(session);
    bound.set(accessToken, key);
    const seconds = Math.floor(clock.truth / 1000);
    const claims = {
      iss: ISSUER,
      sub: 'alice',
      aud: 'spa',
      exp: seconds + 300,
      iat: seconds,
      sid: session,
      ...(nonce && { nonce }),
      ...server.idToken,
    };
    const idToken = `${encode({ alg: 'RS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
    sessions.issued.push(idToken);
    const answer = {
      access_token: accessToken,
      token_type: 'DPoP',
      expires_in: sessions.lifetime,
      scope: 'openid api',
      refresh_token: refreshToken,
      id_token: idToken,
    };
    return json(200, answer, headers());
  };

  const token = (arrival: Arrival): Response => {
    const form = new URLSearchParams(arrival.body);
    server.tokenRequests.push(form);
    const proof = prove(arrival, server.nonce);
    if (!proof.key) {
      return json(400, { error: proof.error }, headers());
    }
    if (form.get('grant_type') === 'authorization_code') {
      const code = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      return code?.challenge === challenge
        ? grant(code.session, code.refreshToken, proof.key, code.nonce)
        : json(400, { error: 'invalid_grant' }, headers());
    }
    const presented = form.get('refresh_token') ?? '';
    if (bound.get(presented) !== proof.key) {
      return json(400, { error: 'invalid_dpop_proof' }, headers());
    }
    const answer = sessions.present(presented);
    return 'reason' in answer
      ? json(400, { error: 'invalid_grant', reason: answer.reason }, headers())
      : grant(answer.session, answer.refreshToken, proof.key);
  };

  network.host(ISSUER, (arrival) => {
    switch (arrival.url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: ISSUER,
          authorization_endpoint: `${ISSUER}/connect/authorize`,
          token_endpoint: `${ISSUER}/connect/token`,
          revocation_endpoint: `${ISSUER}/connect/revocation`,
          end_session_endpoint: `${ISSUER}/connect/endsession`,
          authorization_response_iss_parameter_supported: server.issParameter,
        });
      case '/connect/token':
        return token(arrival);
      case '/connect/revocation': {
        const [, id = ''] = new URLSearchParams(arrival.body).get('token')?.split('.') ?? [];
        sessions.end(id, 'signed_out');
        return json(200, {});
      }
      default:
        return new Response('', { status: 404 });
    }
  });

  network.host(API, (arrival) => {
    const accessToken = /^DPoP (.+)$/.exec(arrival.headers.get('Authorization') ?? '')?.[1] ?? '';
    const proof = prove(arrival, server.apiNonce, accessToken);
    if (proof.key !== bound.get(accessToken)) {
      const error = proof.error ?? 'invalid_token';
      const challenge = { 'WWW-Authenticate': `DPoP error="${error}", algs="ES256"` };
      return json(401, {}, { ...challenge, ...date(), ...(server.apiNonce && { 'DPoP-Nonce': server.apiNonce }) });
    }
    return api.handle(arrival);
  });

  /** What the server's pages do: the address to come back to. */
  const visit = (journey: string): string => {
    const asked = new URL(journey).searchParams;
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('state', asked.get('state') ?? '');
    back.searchParams.set('iss', ISSUER);
    if (!server.signedIn && asked.get('prompt') === 'none') {
      back.searchParams.set('error', 'login_required');
      return back.href;
    }
    const { id, refreshToken } = sessions.create();
    const code = `code-${++server.codes}`;
    const [nonce, challenge] = [asked.get('nonce') ?? '', asked.get('code_challenge') ?? ''];
    codes.set(code, { session: id, refreshToken, nonce, challenge });
    back.searchParams.set('code', code);
    return back.href;
  };

  const start = (tab: Tab = device.open(), more: Partial<BrowserClientOptions> = {}) => {
    const transport = browserClient({
      issuer: ISSUER,
      clientId: 'spa',
      redirectUri: `${APP}/callback`,
      scope: 'openid offline_access api',
      ...more,
    });
    const session = createSession({ transport, apis: [API], patience: 200_000 }, tab.environment());
    const ends: string[] = [];
    session.onEnded((reason) => ends.push(reason));
    return { tab, session, ends };
  };

  /** Follows every journey to the server and back, as a browser does, until a session knows its state. */
  const follow = async (from: { tab: Tab; session: Session; ends: string[] }, seen = from.tab.journeys.length) => {
    let at = from;
    let journeys = seen;
    for (let legs = 0; legs < 10; legs++) {
      const left = () => at.tab.journeys.slice(journeys).find((journey) => journey.startsWith(ISSUER));
      await clock.run(300_000, () => at.session.state.status !== 'unknown' || !!left());
      const journey = left();
      if (!journey) {
        return at;
      }
      at.session.close();
      at = start(at.tab.load(visit(journey)));
      journeys = 0;
    }
    throw new Error('It goes to the server and back for ever');
  };

  const signIn = async (tab: Tab = device.open(`${APP}/notes?page=2`), before = () => {}) => {
    const first = start(tab);
    await clock.finish(first.session.ready);
    void first.session.signIn();
    await clock.run(600_000, () => first.tab.journeys.length > 0);
    first.session.close();
    before();
    const back = start(first.tab.load(visit(first.tab.journeys[0] ?? '')));
    return follow(back);
  };

  return { ...world, server, start, visit, follow, signIn };
};
