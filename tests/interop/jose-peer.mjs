// A second opinion on our tokens and keys, by the npm package "jose". One request on stdin, one answer on stdout, both JSON:
//   { "do": "sign", "alg", "typ", "claims", "pkcs8"? }  ->  { "token", "jwks", "thumbprint" }
//   { "do": "verify", "alg", "typ", "token", "jwks" }   ->  { "header", "claims", "thumbprint" }
//   { "do": "prove", "alg", "claims" }                  ->  { "proof", "thumbprint" }
//   { "do": "check", "alg", "proof" }                   ->  { "claims", "thumbprint" }
import * as jose from 'jose';
import { text } from 'node:stream/consumers';

async function sign({ alg, typ, claims, pkcs8 }) {
  const { privateKey, publicKey } = pkcs8
    ? { privateKey: await jose.importPKCS8(pkcs8, alg) }
    : await jose.generateKeyPair(alg, { extractable: true });
  const header = { alg, typ, kid: 'from-jose' };
  const token = await new jose.SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  if (!publicKey) {
    return { token };
  }

  const jwk = await jose.exportJWK(publicKey);
  return {
    token,
    jwks: { keys: [{ ...jwk, kid: header.kid, alg, use: 'sig' }] },
    thumbprint: await jose.calculateJwkThumbprint(jwk),
  };
}

async function verify({ alg, typ, token, jwks }) {
  const { payload, protectedHeader } = await jose.jwtVerify(token, jose.createLocalJWKSet(jwks), { algorithms: [alg], typ });
  return { header: protectedHeader, claims: payload, thumbprint: await jose.calculateJwkThumbprint(jwks.keys[0]) };
}

// Proofs of possession (RFC 9449), whose key is in their header.
async function prove({ alg, claims }) {
  const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = await jose.exportJWK(publicKey);
  return {
    proof: await new jose.SignJWT(claims).setProtectedHeader({ alg, typ: 'dpop+jwt', jwk }).sign(privateKey),
    thumbprint: await jose.calculateJwkThumbprint(jwk),
  };
}

async function check({ alg, proof }) {
  const { payload, protectedHeader } = await jose.jwtVerify(proof, jose.EmbeddedJWK, { algorithms: [alg], typ: 'dpop+jwt' });
  return { claims: payload, thumbprint: await jose.calculateJwkThumbprint(protectedHeader.jwk) };
}

const request = JSON.parse(await text(process.stdin));
const answer = await { sign, verify, prove, check }[request.do](request);
process.stdout.write(JSON.stringify(answer));
