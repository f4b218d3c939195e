import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import type { Account } from '../accounts/account.types.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { Tokens } from '../tokens.js';
import { arnOf, type UserPool } from '../user-pool.js';
import type { PendingSignIn } from './pending-sign-in.types.js';

/** Who calls with an `mfaToken`. */
export interface Pending {
  readonly account: Account;
  readonly pendingSignIn: PendingSignIn;
}

/** Sign-ins between their two doors, and the tokens that stand for them. */
export class PendingSignIns {
  readonly #store: MemoryStore;
  readonly #tokens: Tokens;
  readonly #settings: () => Settings;
  readonly #userPool: UserPool;
  readonly #clock: Clock;
  readonly #purge: Purge;

  constructor(
    store: MemoryStore,
    clock: Clock,
    settings: () => Settings,
    { tokens, userPool }: { readonly tokens: Tokens; readonly userPool: UserPool },
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#purge = new Purge(clock);
    this.#tokens = tokens;
    this.#settings = settings;
    this.#userPool = userPool;
  }

  /** @returns The `mfaToken`. */
  async start(
    account: Account,
    applicationId: string,
    { offered, hadTotp }: Pick<PendingSignIn, 'offered' | 'hadTotp'>,
  ): Promise<string> {
    this.#purge.run((before) => this.#store.pendingSignIns.deleteWhere(({ expiresAt }) => expiresAt < before));
    const id = randomUUID();
    const lifetimeSeconds = this.#settings().mfaTokenLifetimeSeconds;
    const expiresAt = this.#clock.now() + lifetimeSeconds * 1_000;
    this.#store.pendingSignIns.put({ id, userId: account.id, applicationId, offered, hadTotp, expiresAt });
    const data = {
      userPoolId: this.#userPool.id,
      userId: account.id,
      arn: arnOf(this.#userPool, account.id),
      stage: 1,
    };
    const claims = { use: 'mfa' as const, aud: audienceOf(applicationId), sub: account.id, jti: id, data };
    return this.#tokens.issue(claims, lifetimeSeconds).token;
  }

  /**
   * Reads an `mfaToken`.
   *
   * @param applicationId - The application that asks, where it says so.
   * @throws {Refusal} It has expired; it was used, belongs to another application, or is no such token.
   */
  async authenticate(token: string, applicationId?: string): Promise<Pending> {
    const claims = await this.#tokens.read(token, ['mfa']);
    const pendingSignIn = this.#store.pendingSignIns.get(claims.jti);
    const account = pendingSignIn && this.#store.accounts.get(pendingSignIn.userId);
    const isOfSignIn =
      pendingSignIn && claims.aud === audienceOf(pendingSignIn.applicationId) && claims.sub === pendingSignIn.userId;
    if (!isOfSignIn || !account || (applicationId ?? pendingSignIn.applicationId) !== pendingSignIn.applicationId) {
      throw new Refusal('session-invalid', 'The sign-in is over');
    }
    return { account, pendingSignIn };
  }

  /**
   * Uses a pending sign-in up.
   *
   * @throws {Refusal} Somebody else was faster.
   */
  consume(pendingSignIn: PendingSignIn): void {
    this.assertRunning(pendingSignIn);
    this.#store.pendingSignIns.delete(pendingSignIn.id);
  }

  /** @throws {Refusal} The sign-in is over. */
  assertRunning({ id }: PendingSignIn): void {
    if (!this.#store.pendingSignIns.get(id)) throw new Refusal('session-invalid', 'The sign-in is over');
  }

  endAllOf(userId: string): void {
    this.#store.pendingSignIns.deleteWhere((pending) => pending.userId === userId);
  }
}

// Not the application itself: whoever checks only signature and audience must not take it for a session.
function audienceOf(applicationId: string): string {
  return `${applicationId}:mfa`;
}
