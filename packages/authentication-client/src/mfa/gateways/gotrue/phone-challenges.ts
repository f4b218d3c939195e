import { clientOf, NotFoundError, storageKey } from '@sallyport/core';
import type { GoTrueContext } from '../../../gotrue/client/gotrue-context.js';
import { goTrueMfaEndpoints } from './gotrue-mfa.endpoints.js';

/** A code that is on its way to a phone. */
export interface PhoneChallenge {
  readonly factorId: string;
  readonly challengeId: string;
}

const Rows = clientOf(goTrueMfaEndpoints);

/**
 * The challenge of the user's phone factor for callers who know no challenges: from `sendSmsCode` to `verifyAppSmsMfa`,
 * across a reload of the page.
 */
export class PhoneChallenges {
  readonly #context: GoTrueContext;

  constructor(context: GoTrueContext) {
    this.#context = context;
  }

  /**
   * Has a code sent to the verified phone factor, the newest where there are several.
   *
   * @throws {NotFoundError} The user has none.
   */
  async send(): Promise<PhoneChallenge> {
    const rows = new Rows(this.#context.unguardedWire);
    const { factors = [] } = await rows.user();
    const phone = factors.filter((each) => each.factor_type === 'phone' && each.status === 'verified').at(-1);
    if (!phone) {
      throw new NotFoundError({ message: 'The user has no phone as a second factor', remedy: 'Offer another factor.' });
    }
    const { id } = await rows.challenge({ factorId: phone.id, channel: 'sms' });
    const challenge = { factorId: phone.id, challengeId: id };
    this.#attempt(() => this.#context.tabStorage.set(this.#key, JSON.stringify(challenge)));
    return challenge;
  }

  /** What was sent last; `null` when nothing was, in this tab. */
  get last(): PhoneChallenge | null {
    let text: string | null = null;
    this.#attempt(() => {
      text = this.#context.tabStorage.get(this.#key);
    });
    return parse(text);
  }

  get #key(): string {
    return storageKey('phone-challenge', [this.#context.options.baseUrl]);
  }

  // What cannot be kept costs one more message after a reload, and nothing else.
  #attempt(access: () => void): void {
    try {
      access();
    } catch {}
  }
}

function parse(text: string | null): PhoneChallenge | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<PhoneChallenge> | null; // each member is checked
    const { factorId, challengeId } = value ?? {};
    return typeof factorId === 'string' && typeof challengeId === 'string' ? { factorId, challengeId } : null;
  } catch {
    return null;
  }
}
