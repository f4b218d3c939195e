import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import { isSameSecret } from '../opaque-token.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { Mailbox } from './mailbox.js';
import type { OneTimeCode } from './one-time-code.types.js';
import { identityOf, plainAddress, type Recipient } from './recipient.js';
import { newSentCode, TRIES_PER_CODE } from './sent-code.js';

/** Codes that go to an address and prove that somebody reads it. Each works once, for one purpose. */
export class OneTimeCodes {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #settings: () => Settings;
  readonly #mailbox: Mailbox;
  readonly #limits: AttemptLimits;
  readonly #purge: Purge;

  constructor(
    store: MemoryStore,
    clock: Clock,
    settings: () => Settings,
    collaborators: { readonly mailbox: Mailbox; readonly limits: AttemptLimits },
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#purge = new Purge(clock);
    this.#settings = settings;
    this.#mailbox = collaborators.mailbox;
    this.#limits = collaborators.limits;
  }

  send(recipient: Recipient, scene: string): void {
    this.#purge.run((before) => this.#store.codes.deleteWhere(({ expiresAt }) => expiresAt < before));
    const { codeLength, codeLifetimeSeconds } = this.#settings();
    const { channel, phoneCountryCode } = recipient;
    const code = newSentCode(codeLength);
    const expiresAt = this.#clock.now() + codeLifetimeSeconds * 1_000;
    this.#store.codes.put({ id: keyOf(recipient, scene), code, expiresAt, wrongAttempts: 0 });
    const country = phoneCountryCode ? { phoneCountryCode } : {};
    this.#mailbox.deliver({ channel, to: plainAddress(recipient), ...country, code, scene });
  }

  /**
   * Checks a code and uses it up.
   *
   * @param scenes - The purposes that count here. A code sent for another one is wrong.
   * @param subjects - What else is locked after too many wrong codes, beside the address.
   * @throws {Refusal} The code is wrong or has expired, or there were too many wrong ones.
   */
  redeem(recipient: Recipient, scenes: readonly string[], code: string, subjects: readonly string[] = []): void {
    const limited = [`${recipient.channel}:${identityOf(recipient)}`, ...subjects];
    this.#limits.attempt('code', limited);
    const sent = scenes.map((scene) => this.#store.codes.get(keyOf(recipient, scene))).filter((found) => !!found);
    const right = sent.find((candidate) => isSameSecret(code, candidate.code));
    if (!right) {
      for (const candidate of sent) this.#countWrong(candidate);
      throw new Refusal('wrong-code', 'The verification code is wrong');
    }
    if (right.expiresAt <= this.#clock.now()) throw new Refusal('code-expired', 'The verification code has expired');
    this.#store.codes.delete(right.id);
    this.#limits.succeed(limited);
  }

  #countWrong(candidate: OneTimeCode): void {
    const wrongAttempts = candidate.wrongAttempts + 1;
    if (wrongAttempts >= TRIES_PER_CODE) this.#store.codes.delete(candidate.id);
    else this.#store.codes.put({ ...candidate, wrongAttempts });
  }
}

function keyOf(recipient: Recipient, scene: string): string {
  return JSON.stringify([recipient.channel, scene, identityOf(recipient)]);
}
