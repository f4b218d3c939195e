import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import { fingerprintOf, isSameSecret } from '../opaque-token.js';
import type { FlowCode, ProofKey } from './confirmation.types.js';

const LIFETIME_MS = 300_000;

/** Why a code gives no session. */
export type FlowCodeFailure = 'unknown' | 'expired' | 'wrong-verifier';

/** Codes that links bring to applications: the session is for the one that asked, and can prove it. */
export class FlowCodes {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #purge: Purge;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#purge = new Purge(clock);
  }

  issue(userId: string, proofKey: ProofKey, method: string): string {
    this.#purge.run((before) => this.#store.flowCodes.deleteWhere(({ expiresAt }) => expiresAt < before));
    const code = randomUUID();
    const expiresAt = this.#clock.now() + LIFETIME_MS;
    this.#store.flowCodes.put({ id: fingerprintOf(code), userId, proofKey, method, expiresAt });
    return code;
  }

  /** Checks a code and uses it up. A wrong verifier leaves it: only the application that asked has the right one. */
  redeem(code: string, verifier: string): FlowCode | FlowCodeFailure {
    const found = this.#store.flowCodes.get(fingerprintOf(code));
    if (!found) return 'unknown';
    if (found.expiresAt <= this.#clock.now()) return 'expired';
    if (!isProof(found.proofKey, verifier)) return 'wrong-verifier';
    this.#store.flowCodes.delete(found.id);
    return found;
  }
}

function isProof({ codeChallenge, method }: ProofKey, verifier: string): boolean {
  const shown = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return isSameSecret(shown, codeChallenge);
}
