import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { Account } from './account.types.js';
import { type HashScheme, parsePasswordHash, requirePasswordHash } from './password-hash.js';

// Compared with when there is no such user, so that the answer takes as long as with one. Its password is forgotten.
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$yaCErpY6K2moqp/0XVZBJA$TU7gAofIGwAUy6uwNalEfko4zDiuDh7yhfQ+45yS7aQ';

// How this server hashes: the defaults of @node-rs/argon2, which OWASP recommends.
const OWN_PREFIX = '$argon2id$v=19$m=19456,t=2,p=1$';

const ALL_SCHEMES: readonly HashScheme[] = ['argon2', 'bcrypt', 'scrypt', 'pbkdf2', 'ssha'];

/** What passwords travel under. Implemented in `keys`. */
export interface PasswordKey {
  /** The key that clients encrypt with, as PEM (SPKI). */
  publicPem(): string;
  /** @throws {Refusal} It is not what a client makes of a password. */
  decrypt(encrypted: string): string;
}

/** What an account keeps of a password. */
export type KeptPassword = Pick<Account, 'passwordHash' | 'passwordLevel' | 'formerPasswordHashes'>;

/** What a password has to have: enough characters, of enough kinds. */
export type PasswordRule = 'length' | 'characters';

const KINDS = [/\p{L}/u, /\p{N}/u, /[^\p{L}\p{N}]/u];

/**
 * Hashes passwords with Argon2id at its usual cost, and compares them with hashes of other servers too. Native code is
 * loaded on first use.
 */
export class Passwords {
  readonly #settings: () => Settings;

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** Which rule a password breaks; `null` when it keeps them all. */
  broken(password: string): string | null {
    const [rule] = this.brokenRules(password);
    if (rule === 'length') return 'The password is too short';
    const { passwordKinds } = this.#settings();
    return rule ? `The password needs ${passwordKinds} of letters, digits and other characters` : null;
  }

  /** All the rules that a password breaks. */
  brokenRules(password: string): readonly PasswordRule[] {
    const { minimumPasswordLength, passwordKinds } = this.#settings();
    const isShort = [...password].length < minimumPasswordLength;
    const kinds = KINDS.filter((kind) => kind.test(password)).length;
    return [...(isShort ? (['length'] as const) : []), ...(kinds < passwordKinds ? (['characters'] as const) : [])];
  }

  /**
   * Makes what an account keeps of a new password.
   *
   * @param before - The account whose password it replaces.
   * @throws {Refusal} It breaks a rule, or the user had it before.
   */
  async keep(password: string, before?: Account): Promise<KeptPassword> {
    const broken = this.broken(password);
    if (broken !== null) throw new Refusal('password-unfit', broken);
    const former = this.#formerHashes(before);
    for (const hash of former) {
      if (await this.matches(password, hash)) throw new Refusal('password-unfit', 'The password was used before');
    }
    return { ...(await this.#hashed(password)), formerPasswordHashes: former };
  }

  /**
   * Makes what an account keeps of a password that another server hashed.
   *
   * @param schemes - Default: all.
   * @throws {Refusal} It is malformed, of another scheme, or a comparison would cost too much.
   */
  keepHash(passwordHash: string, schemes: readonly HashScheme[] = ALL_SCHEMES): KeptPassword {
    requirePasswordHash(passwordHash, schemes);
    return { passwordHash, passwordLevel: null, formerPasswordHashes: [] };
  }

  /** Hashes a password again whose hash is another server's; `null` where it is this server's own. */
  async upgrade(
    password: string,
    { passwordHash }: Account,
  ): Promise<Pick<KeptPassword, 'passwordHash' | 'passwordLevel'> | null> {
    return passwordHash?.startsWith(OWN_PREFIX) ? null : this.#hashed(password);
  }

  /** Makes what a new account keeps of a password, whichever rules it breaks. */
  async keepAny(password: string): Promise<KeptPassword> {
    return { ...(await this.#hashed(password)), formerPasswordHashes: [] };
  }

  /** What is kept of a password that follows the one that an account has now, whichever it had when it was hashed. */
  following(present: Account, kept: KeptPassword): KeptPassword {
    return { ...kept, formerPasswordHashes: this.#formerHashes(present) };
  }

  /** Whether the password is the one of the hash. Without a hash the answer is no, after the same time. */
  async matches(password: string, passwordHash: string | null | undefined): Promise<boolean> {
    const isRight = await parsePasswordHash(passwordHash ?? NOBODYS_HASH)?.verify(password);
    return isRight === true && typeof passwordHash === 'string';
  }

  async #hashed(password: string) {
    const { hash } = await import('@node-rs/argon2');
    return { passwordHash: await hash(password), passwordLevel: levelOf(password) };
  }

  /** The passwords that must not come back, the present one first. */
  #formerHashes(before: Account | undefined): readonly string[] {
    const { passwordHistory } = this.#settings();
    if (!before || before.passwordHash === null) return [];
    return [before.passwordHash, ...before.formerPasswordHashes].slice(0, passwordHistory);
  }
}

/** The vendor's levels: 3 is high, 2 middle, 1 low. */
function levelOf(password: string): 1 | 2 | 3 {
  const has = (...kinds: readonly RegExp[]): boolean => kinds.every((kind) => kind.test(password));
  if (password.length >= 12 && has(/[a-z]/, /[A-Z]/, /\d/)) return 3;
  return password.length >= 8 && has(/[a-zA-Z]/, /\d/) ? 2 : 1;
}
