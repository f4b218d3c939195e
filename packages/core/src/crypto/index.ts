export { decodeBase64, encodeBase64 } from './base64.js';
export { encodeBase64Url } from './base64url.js';
export { codeChallengeOf, createCodeVerifier, randomToken, requireCodeVerifier } from './pkce.js';
export { randomId, secureRandom } from './random.js';
export { sha256 } from './sha256.js';
export { type Bytes, encodeUtf8 } from './utf8.js';
