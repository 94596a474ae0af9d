import '../lib/web-crypto.mjs';
import * as client from 'openid-client';

function authentication({ secret, method, privateJwk }) {
  switch (method) {
    case 'client_secret_basic':
      return client.ClientSecretBasic(secret);
    case 'client_secret_post':
      return client.ClientSecretPost(secret);
    case 'private_key_jwt':
      return privateKeyJwt(privateJwk);
    default:
      return client.None();
  }
}

// What a client knows before it starts: the issuer and its own registration. Everything else is discovered.
export async function configure({ issuer, client: registration }) {
  const configuration = await client.discovery(new URL(issuer), registration.id, registration.metadata ?? {}, await authentication(registration), {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  return configuration;
}

async function privateKeyJwt(jwk) {
  const algorithm = { name: 'ECDSA', namedCurve: jwk.crv };
  return client.PrivateKeyJwt({ key: await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']), kid: jwk.kid });
}
