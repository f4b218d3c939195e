import { encodeUtf8 } from '../crypto/utf8.js';
import { ConfigurationError, InvalidResponseError } from '../errors/index.js';
import { redact } from '../errors/redact.js';
import { clientOf, type Methods } from '../http/client-of.js';
import { rest } from '../http/rest.js';
import type { Wire } from '../http/wire.js';
import { lazy } from '../loading/lazy.js';
import { SingleFlight } from '../single-flight.js';
import { requireString } from '../validation/input.js';

/** Where the server publishes its key for passwords. */
export const passwordKeyEndpoints = {
  wellKnown: rest('GET /api/v2/.well-known').returns<{ readonly publicKey?: unknown }>(),
};

const PasswordKeyRows = clientOf(passwordKeyEndpoints);

/** How the user pool wants its passwords encrypted, where that is not by RSA. */
export interface Encryption {
  /** `sm2` or `rsa`, which is the default. */
  readonly type: string;
  /** The public key of SM2, in hexadecimal. */
  readonly publicKey: string;
}

/**
 * Encrypts a password in place of ours.
 *
 * @param publicKey - The server's, PEM.
 * @param encryption - The option of that name.
 */
export type EncryptFunction = (
  plainText: string,
  publicKey: string,
  encryption?: Encryption,
) => string | Promise<string>;

/** How passwords are encrypted. */
export interface PasswordEncryptionSettings {
  /** PEM; by default the server is asked. */
  readonly publicKey?: string | null;
  readonly encryption?: Encryption | undefined;
  readonly encryptFunction?: EncryptFunction | undefined;
}

// A page without passwords loads neither of the two.
const loadRsa = /* @__PURE__ */ lazy(() => import('../crypto/rsa-encrypt.js'));
const loadSm2 = /* @__PURE__ */ lazy(() => import('../crypto/sm2-encrypt.js'));

/**
 * Encrypts passwords for the way to the server. The server's key is fetched once, however many calls wait for it;
 * when it cannot be had, nothing is sent.
 */
export class PasswordEncryption {
  readonly #rows: Methods<typeof passwordKeyEndpoints>;
  readonly #settings: PasswordEncryptionSettings;
  readonly #fetching = new SingleFlight<string>();
  #publicKey: string | null;

  constructor(wire: Wire, settings: PasswordEncryptionSettings = {}) {
    this.#rows = new PasswordKeyRows(wire);
    this.#settings = settings;
    this.#publicKey = settings.publicKey ?? null;
  }

  /**
   * Encrypts one password, byte for byte as UTF-8.
   *
   * @param name - What to call the argument when it is refused.
   * @throws {InputError} The password is empty, not a string, or longer than the key can carry.
   * @throws {ConfigurationError} The key, or what was passed as `encryptFunction`, does not do.
   */
  async encrypt(name: string, password: string, signal?: AbortSignal): Promise<string> {
    const text = requireString(name, password);
    const { encryption, encryptFunction } = this.#settings;
    if (encryptFunction) return encryptBy(encryptFunction, text, await this.#key(signal), encryption);
    const bytes = encodeUtf8(text);
    if (encryption?.type === 'sm2') {
      const { sm2Encrypt } = await loadSm2();
      return `sm2:${await sm2Encrypt(bytes, encryption.publicKey)}`;
    }
    const publicKey = await this.#key(signal);
    const { rsaEncrypt } = await loadRsa();
    return rsaEncrypt(bytes, publicKey);
  }

  /**
   * Runs a flow with passwords encrypted, in the time of one call. They show up in no error of it.
   *
   * @param passwords - Under the names to call them by when one is refused; those that are `undefined` are left out.
   * @throws {InputError} As `encrypt`, before anything is sent.
   */
  async within<Passwords extends { readonly [name: string]: string | undefined }, T>(
    wire: Wire,
    passwords: Passwords,
    run: (wire: Wire, encrypted: Passwords) => Promise<T>,
  ): Promise<T> {
    const given = Object.entries(passwords).filter(([, password]) => password !== undefined);
    const secrets = given.map(([name, password]) => requireString(name, password));
    return wire.within(secrets, async (bounded, signal) => {
      const encrypted: Record<string, string> = {};
      for (const [name, password = ''] of given) encrypted[name] = await this.encrypt(name, password, signal);
      return run(bounded, encrypted as Passwords); // a text for each text, under the same names
    });
  }

  async #key(signal?: AbortSignal): Promise<string> {
    return this.#publicKey ?? (await this.#fetching.run(() => this.#fetch(), signal));
  }

  async #fetch(): Promise<string> {
    const { publicKey } = (await this.#rows.wellKnown()) ?? {};
    if (typeof publicKey !== 'string' || publicKey === '') {
      throw new InvalidResponseError({
        message: 'The server publishes no key for passwords',
        remedy: 'Check the address, or pass the key as publicKey. Passwords are never sent in clear.',
      });
    }
    this.#publicKey = publicKey;
    return publicKey;
  }
}

async function encryptBy(
  encryptFunction: EncryptFunction,
  password: string,
  publicKey: string,
  encryption: Encryption | undefined,
): Promise<string> {
  let encrypted: unknown;
  try {
    encrypted = await encryptFunction(password, publicKey, encryption);
  } catch (error) {
    // The caller's code may say anything, the password too.
    const said = redact(error instanceof Error ? error.message : String(error), [password]);
    throw refusal(`failed: ${said}`);
  }
  if (typeof encrypted !== 'string' || encrypted === '') throw refusal('answered no text');
  return encrypted;
}

function refusal(problem: string): ConfigurationError {
  return new ConfigurationError({
    message: `The option encryptFunction ${problem}`,
    remedy: 'Have it resolve with the ciphertext, or leave it out. Nothing was sent.',
  });
}
