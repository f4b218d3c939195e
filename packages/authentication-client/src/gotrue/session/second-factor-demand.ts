import { MfaRequiredError } from '@sallyport/core/errors';
import type { GoTrueFactor } from '@sallyport/core/gotrue';
import type { Session, SessionRecord } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import type { CurrentSignIn } from '../../client/client-snapshot.js';
import type { ChallengeRecords } from '../../mfa/domain/challenge-records.js';
import { maskedIdentifier } from '../../mfa/domain/masked-identifier.js';
import { type OfferedFactor, PendingSignIn } from '../../mfa/domain/pending-sign-in.js';
import { factorTraits } from '../../mfa/factors/index.js';
import { challengeOwnerOf } from './challenge-owner.js';
import { factorsOf } from './user-factors.js';

/**
 * The demand for a second factor, which this wire does not make by itself: whoever has a verified factor, and has not
 * proved one in this session, has to. It follows from the stored session, so that it outlasts a reload.
 */
export class SecondFactorDemand implements CurrentSignIn {
  readonly isSession = true;
  readonly #session: Session<PortableUser>;
  readonly #isMade: boolean;
  readonly #challenges: ChallengeRecords;
  // One object for as long as it says the same, so that it can be compared by identity.
  #derived: { readonly from: SessionRecord<PortableUser>; readonly pending: PendingSignIn | null } | undefined;

  /** @param isMade - Whether the client demands second factors at all. */
  constructor(session: Session<PortableUser>, isMade: boolean, challenges: ChallengeRecords) {
    this.#session = session;
    this.#isMade = isMade;
    this.#challenges = challenges;
  }

  get current(): PendingSignIn | null {
    const record = this.#isMade ? this.#session.current : null;
    if (!record) return null;
    const last = this.#derived;
    if (last?.from === record) return last.pending;
    const pending = demandOf(record, this.#challenges);
    const isSame = pending !== null && pending.export() === last?.pending?.export();
    this.#derived = { from: record, pending: isSame ? last.pending : pending };
    return this.#derived.pending;
  }

  /** @throws {MfaRequiredError} The session waits for its second factor. */
  assertMet(): void {
    const { current } = this;
    if (!current) return;
    throw new MfaRequiredError({
      message: 'The session waits for its second factor',
      data: { mfaToken: current.mfaToken },
      remedy: 'Ask for it and pass it to mfa.verify, or to one of the mfa.verify… methods with data.mfaToken.',
    });
  }

  // It is derived anew each time, and keeps nothing that would have to be let go.
  dispose(): void {}
}

function demandOf(record: SessionRecord<PortableUser>, challenges: ChallengeRecords): PendingSignIn | null {
  const { user, assuranceLevel, token, amr, issuedAt, expiresAt } = record;
  const verified = factorsOf(user).filter(({ status }) => status === 'verified');
  if (assuranceLevel === 'aal2' || !user || verified.length === 0) return null;
  const { email, phone, username, name, nickname, photo } = user;
  const owner = challengeOwnerOf(record);
  return new PendingSignIn({
    mfaToken: token,
    passed: amr,
    offered: offersOf(verified),
    user: {
      identifier: maskedIdentifier(email ?? null, phone ?? null),
      username: username ?? null,
      name: name ?? null,
      nickname: nickname ?? null,
      avatar: photo ?? null,
    },
    expiresAt: expiresAt ?? issuedAt,
    challenges: () => challenges.openOf(owner),
  });
}

// Where a code goes is nothing that this wire tells.
function offersOf(verified: readonly GoTrueFactor[]): readonly OfferedFactor[] {
  const names = verified.map((factor) => nameOf(factor.factor_type));
  return [...new Set(names)].map((type) => ({ type, isEnrolled: true, address: null, phoneCountryCode: null }));
}

function nameOf(type: string): string {
  return factorTraits.find((traits) => traits.type === type)?.name ?? type;
}
