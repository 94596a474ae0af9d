// Counts how often a server has asked for its nonce in the DPoP proof (RFC 9449 §8, §9). Both libraries fetch by the global name.
const send = globalThis.fetch;
let challenges = 0;

globalThis.fetch = async (...request) => {
  const response = await send(...request);
  const said = `${response.headers.get('www-authenticate')} ${response.ok ? '' : await response.clone().text()}`;
  challenges += said.includes('use_dpop_nonce') ? 1 : 0;
  return response;
};

export const nonceChallenges = () => challenges;
