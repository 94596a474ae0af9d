// Node.js 18 has Web Cryptography, but not under the names by which browsers and later versions know it. Import this before any client library.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;
