import { codeChallengeOf, createCodeVerifier } from '@sallyport/core/crypto';
import { CallbackError, isSallyportError } from '@sallyport/core/errors';
import type { TokenStorage } from '@sallyport/core/storage';

/** What a request for a link carries, so that its code works in this browser alone (RFC 7636). */
export interface CodeChallenge {
  readonly code_challenge: string | null;
  readonly code_challenge_method: 's256' | null;
}

/** What a request carries whose answer leads nowhere. */
export const NO_CODE_CHALLENGE: CodeChallenge = Object.freeze({ code_challenge: null, code_challenge_method: null });

/** Where code verifiers are kept. */
export interface CodeVerifiersSettings {
  readonly storage: TokenStorage;
  readonly key: string;
  /** Whether links carry codes at all; else they carry tokens. */
  readonly isUsed: boolean;
}

const RECOVERY = '/recovery';

/** The secret of the one link that was asked for last, from the request until its code is redeemed. */
export class CodeVerifiers {
  readonly #settings: CodeVerifiersSettings;

  constructor(settings: CodeVerifiersSettings) {
    this.#settings = settings;
  }

  /**
   * Asks for a link. One that was asked for before stays good when the server refuses, such as for haste.
   *
   * @param isRecovery - Whether the link is for setting a new password.
   */
  async withChallenge<T>(request: (challenge: CodeChallenge) => Promise<T>, isRecovery = false): Promise<T> {
    const { storage, key, isUsed } = this.#settings;
    if (!isUsed) return request(NO_CODE_CHALLENGE);
    const codeVerifier = createCodeVerifier();
    // As the published client writes it, so that a link asked for by one is taken by the other.
    const text = JSON.stringify(`${codeVerifier}${isRecovery ? RECOVERY : ''}`);
    const before = (await storage.get(key)) ?? null;
    await storage.set(key, text);
    try {
      return await request({ code_challenge: await codeChallengeOf(codeVerifier), code_challenge_method: 's256' });
    } catch (error) {
      if (isSallyportError(error) && isRefusal(error.status)) await this.#replace(text, before);
      throw error;
    }
  }

  /**
   * Redeems a code by the verifier, which nobody takes again. A code that the server refuses may be of anybody's making:
   * the link that was asked for stays good.
   *
   * @throws {CallbackError} This browser has asked for no link.
   */
  async redeem<T>(exchange: (codeVerifier: string) => Promise<T>): Promise<T> {
    const { storage, key } = this.#settings;
    const text = (await storage.get(key)) ?? null;
    const codeVerifier = parse(text);
    if (codeVerifier === null || !(await this.#replace(text, null))) {
      throw new CallbackError({
        message: 'The link was not asked for in this browser',
        remedy: 'Open it where it was asked for, or ask for another one here.',
      });
    }
    try {
      return await exchange(codeVerifier.endsWith(RECOVERY) ? codeVerifier.slice(0, -RECOVERY.length) : codeVerifier);
    } catch (error) {
      if (isSallyportError(error) && isRefusal(error.status)) await this.#replace(null, text);
      throw error;
    }
  }

  async #replace(expected: string | null, next: string | null): Promise<boolean> {
    const { storage, key } = this.#settings;
    if (storage.swap) return storage.swap(key, expected, next);
    if ((await storage.get(key)) !== expected) return false;
    await (next === null ? storage.remove(key) : storage.set(key, next));
    return true;
  }
}

// A server that fails may have sent the message all the same.
function isRefusal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}

function parse(stored: string | null): string | null {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    return null;
  }
}
