import { randomUUID } from 'node:crypto';
import type { Applications } from './applications/applications.js';
import { isSameSecret } from './opaque-token.js';
import { Refusal } from './refusal.js';
import type { Settings } from './settings/settings.js';
import type { IssuedToken, Tokens } from './tokens.js';
import type { UserPool } from './user-pool.js';

/** The tokens of those who run the user pool. */
export class ManagementTokens {
  readonly #tokens: Tokens;
  readonly #settings: () => Settings;
  readonly #userPool: UserPool;
  readonly #applications: Applications;

  constructor(tokens: Tokens, settings: () => Settings, userPool: UserPool, applications: Applications) {
    this.#tokens = tokens;
    this.#settings = settings;
    this.#userPool = userPool;
    this.#applications = applications;
  }

  /**
   * Issues a token that administers the pool.
   *
   * @param ownerId - The pool, or one of its applications.
   * @throws {Refusal} There is no such pool or application, or the secret is not its own.
   */
  async issue(ownerId: string, secret: string): Promise<IssuedToken> {
    const { id } = this.#userPool;
    const owner = ownerId === id ? this.#userPool : this.#applications.get(ownerId);
    if (!owner) throw new Refusal('user-pool-unknown', 'The user pool does not exist');
    if (!isSameSecret(secret, owner.secret)) throw new Refusal('forbidden', 'The secret is wrong');
    const data = { type: 'management', userPoolId: id };
    const claims = { use: 'management' as const, aud: this.#audience, sub: id, jti: randomUUID(), data };
    return this.#tokens.issue(claims, this.#settings().managementTokenLifetimeSeconds);
  }

  /** @throws {Refusal} It is no such token, or has expired. A user's token lets nobody administer anything. */
  async authenticate(token: string): Promise<void> {
    const claims = await this.#tokens.read(token, ['management', 'session', 'id', 'access', 'mfa']);
    if (claims.use !== 'management') throw new Refusal('forbidden', 'This needs a management token');
    if (claims.aud !== this.#audience) throw new Refusal('session-invalid', 'The token is invalid');
  }

  get #audience(): string {
    return `${this.#userPool.id}:management`;
  }
}
