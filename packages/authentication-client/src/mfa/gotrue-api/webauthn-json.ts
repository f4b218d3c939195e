import { decodeBase64, encodeBase64Url } from '@sallyport/core/crypto';
import { InputError } from '@sallyport/core/errors';
import type { WebAuthnOptions } from '../mfa-server.js';

// WebAuthn's options and credentials hold byte strings. Servers write them in base64url (WebAuthn Level 3 section 5.1.8,
// 5.1.9), browsers take buffers.

type Json = Readonly<Record<string, unknown>>;

/** The options of a challenge as browsers take them. */
export function optionsWithBuffers({ publicKey }: WebAuthnOptions['credential_options']): Json {
  const { challenge, user, excludeCredentials, allowCredentials } = publicKey;
  return {
    ...publicKey,
    challenge: decode(challenge),
    ...(isObject(user) ? { user: { ...user, id: decode(user.id) } } : {}),
    ...(Array.isArray(excludeCredentials) ? { excludeCredentials: excludeCredentials.map(withDecodedId) } : {}),
    ...(Array.isArray(allowCredentials) ? { allowCredentials: allowCredentials.map(withDecodedId) } : {}),
  };
}

/** The same value with its buffers in base64url. */
export function withoutBuffers(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return encodeBase64Url(new Uint8Array(value));
  if (ArrayBuffer.isView(value)) {
    return encodeBase64Url(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (Array.isArray(value)) return value.map(withoutBuffers);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutBuffers(member)]));
}

const MEMBERS = ['id', 'rawId', 'type', 'authenticatorAttachment'];
const MEMBERS_OF_RESPONSE = [
  'clientDataJSON',
  'attestationObject',
  'authenticatorData',
  'signature',
  'userHandle',
  'transports',
];

/**
 * A credential as servers take it.
 *
 * @param credential - A browser's `PublicKeyCredential`, or its JSON form.
 * @throws {InputError} It is neither.
 */
export function credentialToJson(credential: unknown): Json {
  if (!isObject(credential) || !isObject(credential.response)) throw noCredential();
  if (typeof credential.toJSON === 'function') {
    const json: unknown = credential.toJSON();
    if (!isObject(json)) throw noCredential();
    return json;
  }
  const { response, getClientExtensionResults } = credential;
  const transports = typeof response.getTransports === 'function' ? { transports: response.getTransports() } : {};
  const results =
    typeof getClientExtensionResults === 'function'
      ? getClientExtensionResults.call(credential)
      : credential.clientExtensionResults;
  return {
    ...picked(credential, MEMBERS),
    response: { ...picked(response, MEMBERS_OF_RESPONSE), ...transports },
    clientExtensionResults: withoutBuffers(results ?? {}),
  };
}

/** The other way round: a credential that holds buffers, where a browser's own would, and knows its JSON form. */
export function credentialFromJson(json: Json): Credential {
  const response = isObject(json.response) ? json.response : {};
  const { transports = [], publicKeyAlgorithm, publicKey, ...bytes } = response;
  const credential = {
    ...json,
    rawId: decode(json.rawId),
    response: {
      ...Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, decode(value)])),
      getTransports: () => transports,
      getPublicKeyAlgorithm: () => publicKeyAlgorithm,
      getPublicKey: () => (publicKey === undefined ? null : decode(publicKey)),
    },
    getClientExtensionResults: () => json.clientExtensionResults ?? {},
    toJSON: () => json,
  };
  return credential as unknown as Credential; // its members are those that the specification names
}

// Members of a browser's objects are on their prototypes, where neither spread nor `Object.entries` finds them.
function picked(object: Json, names: readonly string[]): Json {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = object[name];
      return value === undefined || value === null ? [] : [[name, withoutBuffers(value)]];
    }),
  );
}

function withDecodedId(descriptor: unknown): unknown {
  return isObject(descriptor) ? { ...descriptor, id: decode(descriptor.id) } : descriptor;
}

function decode(text: unknown): unknown {
  return typeof text === 'string' ? decodeBase64(text).buffer : text;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function noCredential(): InputError {
  return new InputError({
    message: 'credential_response is no credential',
    remedy: 'Pass what navigator.credentials answered, or its JSON form.',
  });
}
