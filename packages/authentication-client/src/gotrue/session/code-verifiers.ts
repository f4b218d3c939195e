import { CallbackError, codeChallengeOf, createCodeVerifier, type TokenStorage } from '@sallyport/core';

/** What a request for a link carries, so that its code works in this browser alone (RFC 7636). */
export interface CodeChallenge {
  readonly code_challenge: string | null;
  readonly code_challenge_method: 's256' | null;
}

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

  /** @param isRecovery - Whether the link is for setting a new password. */
  async begin(isRecovery = false): Promise<CodeChallenge> {
    const { storage, key, isUsed } = this.#settings;
    if (!isUsed) return { code_challenge: null, code_challenge_method: null };
    const codeVerifier = createCodeVerifier();
    // As the published client writes it, so that a link asked for by one is taken by the other.
    await storage.set(key, JSON.stringify(`${codeVerifier}${isRecovery ? RECOVERY : ''}`));
    return { code_challenge: codeChallengeOf(codeVerifier), code_challenge_method: 's256' };
  }

  /**
   * Takes the verifier out, so that nobody takes it again.
   *
   * @throws {CallbackError} This browser has asked for no link.
   */
  async take(): Promise<string> {
    const { storage, key } = this.#settings;
    const text = parse(await storage.get(key));
    if (text === null) {
      throw new CallbackError({
        message: 'The link was not asked for in this browser',
        remedy: 'Open it where it was asked for, or ask for another one here.',
      });
    }
    await storage.remove(key);
    return text.endsWith(RECOVERY) ? text.slice(0, -RECOVERY.length) : text;
  }
}

function parse(stored: string | null): string | null {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    return null;
  }
}
