import type { CompactToken } from './compact.js';
import type { VerificationKey } from './signature.js';

const MOST_TOKENS = 500;
const LONGEST_KEPT = 8 * 1024;

/** A token whose signature is by that key. A key that was fetched again is another one. */
interface SignedToken extends CompactToken {
  readonly key: VerificationKey;
}

/**
 * Remembers which tokens were signed by which key, so that one that comes with every request is verified once. Only good
 * signatures get in, the longest unused goes first, and the claims are judged each time all the same.
 */
export class VerifiedTokens {
  readonly #tokens = new Map<string, SignedToken>();

  get(token: string): SignedToken | undefined {
    const known = this.#tokens.get(token);
    if (!known) return undefined;
    this.#tokens.delete(token);
    this.#tokens.set(token, known);
    return known;
  }

  add(token: string, signed: SignedToken): void {
    if (token.length > LONGEST_KEPT) return;
    this.#tokens.set(token, signed);
    for (const oldest of this.#tokens.keys()) {
      if (this.#tokens.size <= MOST_TOKENS) break;
      this.#tokens.delete(oldest);
    }
  }

  delete(token: string): void {
    this.#tokens.delete(token);
  }
}
