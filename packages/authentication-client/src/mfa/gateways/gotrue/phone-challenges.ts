import { clientOf, NotFoundError, storageKey } from '@sallyport/core';
import type { GoTrueContext } from '../../../gotrue/client/gotrue-context.js';
import { requireSession } from '../../../gotrue/client/required-session.js';
import { goTrueMfaEndpoints } from './gotrue-mfa.endpoints.js';

/** A code that is on its way to a phone. */
export interface PhoneChallenge {
  readonly userId: string;
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
    await requireSession(this.#context.session);
    const rows = new Rows(this.#context.unguardedWire);
    const { id: userId, factors } = await rows.user();
    const phone = (factors ?? []).filter((each) => each.factor_type === 'phone' && each.status === 'verified').at(-1);
    if (!phone) {
      throw new NotFoundError({ message: 'The user has no phone as a second factor', remedy: 'Offer another factor.' });
    }
    const { id } = await rows.challenge({ factorId: phone.id, channel: 'sms' });
    const challenge = { userId, factorId: phone.id, challengeId: id };
    this.#attempt((storage, key) => storage.set(key, JSON.stringify(challenge)));
    return challenge;
  }

  /** What was sent last to the user who is signed in; `null` when nothing was, in this tab. */
  get last(): PhoneChallenge | null {
    const challenge = this.#attempt((storage, key) => parse(storage.get(key)));
    return challenge && challenge.userId === this.#context.session.current?.user?.id ? challenge : null;
  }

  /** Forgets it once it has been answered: each is good for one right answer. */
  clear(): void {
    this.#attempt((storage, key) => storage.remove(key));
  }

  // What cannot be kept costs one more message after a reload, and nothing else.
  #attempt<T>(access: (storage: GoTrueContext['tabStorage'], key: string) => T): T | null {
    const { tabStorage, options } = this.#context;
    try {
      return access(tabStorage, storageKey('phone-challenge', [options.baseUrl]));
    } catch {
      return null;
    }
  }
}

function parse(text: string | null): PhoneChallenge | null {
  const value = JSON.parse(text ?? 'null') as Partial<PhoneChallenge> | null; // each member is checked
  const { userId, factorId, challengeId } = value ?? {};
  if (typeof userId !== 'string' || typeof factorId !== 'string' || typeof challengeId !== 'string') return null;
  return { userId, factorId, challengeId };
}
