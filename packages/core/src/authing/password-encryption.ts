import { InvalidResponseError } from '../errors/index.js';
import { clientOf, type Methods } from '../http/client-of.js';
import { rest } from '../http/rest.js';
import type { Wire } from '../http/wire.js';
import { SingleFlight } from '../single-flight.js';
import { requireString } from '../validation/input.js';

/** Where the server publishes its key for passwords. */
export const passwordKeyEndpoints = {
  wellKnown: rest('GET /api/v2/.well-known').returns<{ readonly publicKey?: unknown }>(),
};

const PasswordKeyRows = clientOf(passwordKeyEndpoints);

/**
 * Encrypts passwords for the way to the server. The server's key is fetched once, however many calls wait for it;
 * when it cannot be had, nothing is sent.
 */
export class PasswordEncryption {
  readonly #rows: Methods<typeof passwordKeyEndpoints>;
  readonly #fetching = new SingleFlight<string>();
  #publicKey: string | null;

  /** @param publicKey - PEM; by default the server is asked. */
  constructor(wire: Wire, publicKey: string | null = null) {
    this.#rows = new PasswordKeyRows(wire);
    this.#publicKey = publicKey;
  }

  /**
   * Encrypts one password, byte for byte as UTF-8.
   *
   * @param name - What to call the argument when it is refused.
   * @throws {InputError} The password is empty, not a string, or longer than the key can carry.
   */
  async encrypt(name: string, password: string, signal?: AbortSignal): Promise<string> {
    const text = requireString(name, password);
    const publicKey = this.#publicKey ?? (await this.#fetching.run(() => this.#fetch(), signal));
    const { rsaEncrypt } = await import('../crypto/rsa-encrypt.js'); // only pages that take passwords need it
    return rsaEncrypt(new TextEncoder().encode(text), publicKey);
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
