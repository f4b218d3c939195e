import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a page asks an authenticator for, as the wire has it. */
interface PublicKeyOptions {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
}

/** How an answer differs from an honest one. */
interface Forgery {
  readonly origin?: string;
  readonly challenge?: string;
  readonly relyingPartyId?: string;
  /** Leaves the counter where it was. */
  readonly isCloned?: boolean;
}

const [USER_PRESENT, HAS_CREDENTIAL] = [0x01, 0x40];
const AAGUID = Buffer.from('5a11e90f7b0d4e1090f05a11e90f7b0d', 'hex');

/** An authenticator in software, which does whatever it is asked: one key (ES256), no screen, no user. */
export class SoftwareAuthenticator {
  readonly id: Buffer;
  readonly #keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  #counter = 0;

  constructor(id: Buffer = randomBytes(32)) {
    this.id = id;
    this.#keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  /** Makes the key, and attests nothing about it. */
  create({ challenge, rp }: PublicKeyOptions, forgery: Forgery = {}): object {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const credential = Buffer.concat([AAGUID, length, this.id, this.#coseKey()]);
    const data = this.#data(forgery.relyingPartyId ?? rp?.id ?? '', USER_PRESENT | HAS_CREDENTIAL, credential);
    const attestation = new Map<CborKey, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', data],
    ]);
    return this.#answer({
      clientDataJSON: clientData('webauthn.create', challenge, forgery).toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['usb'],
    });
  }

  /** Uses the key. */
  use({ challenge, rpId = '' }: PublicKeyOptions, forgery: Forgery = {}): object {
    if (!forgery.isCloned) this.#counter += 1;
    const data = this.#data(forgery.relyingPartyId ?? rpId, USER_PRESENT, Buffer.alloc(0));
    const client = clientData('webauthn.get', challenge, forgery);
    const signed = Buffer.concat([data, sha256(client)]);
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    });
  }

  #answer(response: object): object {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} };
  }

  #data(relyingPartyId: string, flags: number, credential: Buffer): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    return Buffer.concat([sha256(Buffer.from(relyingPartyId)), Buffer.from([flags]), counter, credential]);
  }

  /** RFC 9052, 7; RFC 9053, 7.1.1. */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const [keyType, algorithm, curve] = [2, -7, 1];
    return cbor(
      new Map<CborKey, Cbor>([
        [1, keyType],
        [3, algorithm],
        [-1, curve],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    );
  }
}

function clientData(type: string, challenge: string, forgery: Forgery): Buffer {
  const origin = forgery.origin ?? 'http://localhost:5173';
  return Buffer.from(JSON.stringify({ type, challenge: forgery.challenge ?? challenge, origin, crossOrigin: false }));
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

type CborKey = number | string;
type Cbor = CborKey | Buffer | ReadonlyMap<CborKey, Cbor>;

/** As much of RFC 8949 as an authenticator needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  const members = [...value].flatMap(([key, member]) => [cbor(key), cbor(member)]);
  return Buffer.concat([head(5, value.size), ...members]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 0x100) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 0xff]);
}
