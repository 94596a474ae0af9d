/** RFC 7515 §2. */
export const base64url = (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

export const utf8 = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);

/** 256 random bits. */
export const randomText = (crypto: Crypto): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

export const sha256 = async (crypto: Crypto, value: string): Promise<string> =>
  base64url(await crypto.subtle.digest('SHA-256', utf8(value)));
