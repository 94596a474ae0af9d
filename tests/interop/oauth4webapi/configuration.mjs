import '../lib/web-crypto.mjs';
import * as oauth from 'oauth4webapi';

export const options = { [oauth.allowInsecureRequests]: true };

// What a client knows before it starts: the issuer and its own registration. Everything else is discovered.
export async function configure({ issuer, client: registration }) {
  const response = await oauth.discoveryRequest(new URL(issuer), options);
  const server = await oauth.processDiscoveryResponse(new URL(issuer), response);
  return { server, client: { client_id: registration.id, ...registration.metadata }, authentication: await authentication(registration) };
}

function authentication({ secret, method, privateJwk }) {
  switch (method) {
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(secret);
    case 'client_secret_post':
      return oauth.ClientSecretPost(secret);
    case 'private_key_jwt':
      return privateKeyJwt(privateJwk);
    default:
      return oauth.None();
  }
}

async function privateKeyJwt(jwk) {
  const algorithm = { name: 'ECDSA', namedCurve: jwk.crv };
  return oauth.PrivateKeyJwt({ key: await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']), kid: jwk.kid });
}
