import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';

// Compared with when there is no such user, so that the answer takes as long as with one. Its password is forgotten.
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$yaCErpY6K2moqp/0XVZBJA$TU7gAofIGwAUy6uwNalEfko4zDiuDh7yhfQ+45yS7aQ';

/** What passwords travel under. Implemented in `keys`. */
export interface PasswordKey {
  /** The key that clients encrypt with, as PEM (SPKI). */
  publicPem(): string;
  /** @throws {Refusal} It is not what a client makes of a password. */
  decrypt(encrypted: string): string;
}

/** Hashes and compares passwords, with Argon2id at its usual cost. Loaded on first use, since it is native code. */
export class Passwords {
  readonly #settings: () => Settings;

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** @throws {Refusal} The password is too short. */
  async hash(password: string): Promise<string> {
    if ([...password].length < this.#settings().minimumPasswordLength) {
      throw new Refusal('password-too-short', 'The password is too short');
    }
    const { hash } = await import('@node-rs/argon2');
    return hash(password);
  }

  /** Whether the password is the one of the hash. Without a hash the answer is no, after the same time. */
  async matches(password: string, passwordHash: string | null | undefined): Promise<boolean> {
    const { verify } = await import('@node-rs/argon2');
    const isRight = await verify(passwordHash ?? NOBODYS_HASH, password);
    return isRight && typeof passwordHash === 'string';
  }
}
