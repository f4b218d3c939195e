import {
  type Clock,
  ConflictError,
  InputError,
  NotSignedInError,
  PermissionError,
  requireTotpCode,
  type ServerClock,
  type Session,
  type SessionRecord,
  UnsupportedByServerError,
  type User,
} from '@sallyport/core';
import { nativeTokens } from '../../../client/session/issued-tokens.js';
import type { ChallengeRecord, ChallengeRecords } from '../../domain/challenge-records.js';
import type { EnrollmentSource } from '../../domain/enrollment.js';
import type {
  Assurance,
  ChallengeFactorRequest,
  EnrollFactorRequest,
  FactorChallenge,
  FactorGateway,
  FactorProof,
  FactorRecord,
  NewFactor,
  ProvedFactor,
} from '../../domain/factor-gateway.js';
import type { CompletedSignIn, MfaAuthority } from '../../domain/mfa-gateway.js';
import { challengeOwnerOf, type PendingSignIn } from '../../domain/pending-sign-in.js';
import type { SecondFactor } from '../../second-factor/second-factor.js';
import { assuranceOfPending, assuranceOfSession, noAssurance } from './authing-assurance.js';
import {
  addressRecord,
  factorTypeOf,
  noSuchFactor,
  type OfferedAddress,
  offeredAddresses,
  otherOfferedRecords,
  parseFactorId,
  totpFactorId,
  totpRecord,
} from './authing-factors.js';
import { LocalChallenges } from './local-challenges.js';

/** Whose factors are meant. A sign-in that is pending goes before the session that was there. */
type Whose =
  | { readonly pending: PendingSignIn; readonly record?: undefined }
  | { readonly pending?: undefined; readonly record: SessionRecord<User> };

/** Ports of the factors of an Authing server. */
export interface AuthingFactorDeps {
  readonly session: Session<User>;
  readonly pendingSignIns: { readonly current: PendingSignIn | null };
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly challenges: ChallengeRecords;
  /** Sends codes to phones and mailboxes. */
  readonly codes: {
    sendSmsCode(phone: string, phoneCountryCode: string | undefined, scene: 'mfa-verify'): Promise<unknown>;
    sendEmail(email: string, scene: 'MFA_VERIFY'): Promise<unknown>;
  };
}

/**
 * The half that works by the id of a factor, on a server that knows kinds alone: ids say the kind, challenges are the
 * client's own, and only a sign-in that is pending is passed with a factor.
 */
export class AuthingFactorGateway implements FactorGateway {
  readonly #deps: AuthingFactorDeps;
  readonly #secondFactor: SecondFactor;
  readonly #challenges: LocalChallenges;

  constructor(deps: AuthingFactorDeps, secondFactor: SecondFactor) {
    this.#deps = deps;
    this.#secondFactor = secondFactor;
    this.#challenges = new LocalChallenges(deps.challenges, deps.clock);
  }

  async listFactors(): Promise<readonly FactorRecord[]> {
    const whose = await this.#whose();
    const authority = authorityOf(whose);
    const lists = await Promise.all([this.#listTotp('self', authority), this.#listTotp('application', authority)]);
    // Servers that do not tell the sources apart answer both times with the same.
    const totp = new Map(lists.flat().map((record) => [record.id, record]));
    const { pending } = whose;
    const offered = pending ? [...offeredAddresses(pending).map(addressRecord), ...otherOfferedRecords(pending)] : [];
    return [...totp.values(), ...offered];
  }

  async enrollFactor({ type }: EnrollFactorRequest): Promise<NewFactor> {
    if (type !== 'totp') throw unsupported(`Factors of the type ${type} cannot be bound at this server`);
    const whose = await this.#whose();
    const source = whose.pending ? 'application' : 'self';
    try {
      const enrollment = await this.#secondFactor.enrollTotp(source, authorityOf(whose));
      return { ...enrollment, type, id: totpFactorId(source), friendlyName: null, further: {} };
    } catch (error) {
      throw boundAlready(error, whose);
    }
  }

  async challengeFactor(factorId: string, { channel }: ChallengeFactorRequest = {}): Promise<FactorChallenge> {
    const whose = await this.#whose();
    if (whose.pending && otherOfferedRecords(whose.pending).some(({ id }) => id === factorId)) {
      throw unsupported('This factor is proved by no code');
    }
    const id = parseFactorId(factorId);
    if (id.kind === 'totp') {
      const { isVerified } = await this.#findTotp(id.source, whose);
      const recent = this.#recent(whose, factorId);
      return recent?.isVerified === isVerified
        ? recent.challenge
        : this.#challenge(whose, { factorId, type: 'totp', isVerified });
    }
    const address = addressOf(whose, factorId);
    if (channel === 'whatsapp') throw unsupported('This server sends no codes by WhatsApp');
    const recent = this.#recent(whose, factorId);
    if (recent) return recent.challenge;
    await this.#send(address);
    return this.#challenge(whose, { factorId, type: factorTypeOf(address.type), isVerified: true });
  }

  async proveFactor({ factorId, challengeId, proof }: FactorProof): Promise<ProvedFactor> {
    const whose = await this.#whose();
    const { kind } = parseFactorId(factorId);
    const challenge = this.#challenges.open({ challengeId, factorId, owner: ownerOf(whose) });
    if (!('code' in proof)) {
      throw new InputError({ message: 'This factor is proved by a code', remedy: 'Pass the code to verify.' });
    }
    if (kind === 'totp') requireTotpCode('code', proof.code);
    const proved = await (kind === 'totp'
      ? this.#proveTotp(challenge, proof.code, whose)
      : this.#proveAddress(addressOf(whose, factorId), proof.code, whose));
    this.#deps.challenges.close(challengeId);
    return proved;
  }

  async unenrollFactor(factorId: string): Promise<void> {
    const whose = await this.#whose();
    const id = parseFactorId(factorId);
    if (whose.pending) throw insufficient(422, 'A sign-in that is pending removes no factor');
    if (id.kind !== 'totp') throw unsupported('Where codes go is a part of the profile at this server');
    await this.#findTotp(id.source, whose);
    await this.#secondFactor.unenrollTotp();
  }

  async assurance(jwt?: string): Promise<Assurance> {
    const { session, pendingSignIns } = this.#deps;
    await session.ready();
    const [pending, record] = [pendingSignIns.current, session.current];
    if (jwt === undefined) {
      if (pending) return assuranceOfPending(pending);
      return record ? assuranceOfSession(record) : noAssurance;
    }
    if (jwt === pending?.mfaToken) return assuranceOfPending(pending);
    if (record && jwt === record.token) return assuranceOfSession(record);
    throw unsupported('The tokens of this server do not say how they were obtained');
  }

  async proveRecoveryCode(code: string): Promise<ProvedFactor> {
    const { pending } = await this.#whose();
    if (!pending) throw noStepUp();
    const input = { recoveryCode: code, mfaToken: pending.mfaToken };
    return this.#entered(await this.#secondFactor.verify('recovery_code', input));
  }

  async recoveryCodesStatus(): Promise<never> {
    throw unsupported('This server does not tell how many recovery codes there are');
  }

  async generateRecoveryCodes(): Promise<never> {
    throw unsupported('This server makes a recovery code with each authenticator, and no others');
  }

  async regenerateRecoveryCodes(): Promise<never> {
    throw unsupported('This server replaces a recovery code when it was used, and at no other time');
  }

  async unenrollRecoveryCodes(): Promise<never> {
    throw unsupported('This server removes a recovery code with its authenticator alone');
  }

  async #whose(): Promise<Whose> {
    const { session, pendingSignIns } = this.#deps;
    await session.ready();
    const [pending, record] = [pendingSignIns.current, session.current];
    if (pending) return { pending };
    if (record) return { record };
    throw new NotSignedInError({ message: 'Nobody is signed in', remedy: 'Sign in first.' });
  }

  async #listTotp(source: EnrollmentSource, authority: MfaAuthority): Promise<readonly FactorRecord[]> {
    const enrollments = await this.#secondFactor.listTotp({ type: 'totp', source }, authority);
    return enrollments.map((enrollment) => totpRecord(enrollment, source));
  }

  async #findTotp(source: EnrollmentSource, whose: Whose): Promise<FactorRecord> {
    const records = await this.#listTotp(source, authorityOf(whose));
    const found = records.find(({ id }) => id === totpFactorId(source));
    if (!found) throw noSuchFactor();
    return found;
  }

  #challenge(whose: Whose, asked: Pick<ChallengeRecord, 'factorId' | 'type' | 'isVerified'>): FactorChallenge {
    const { id, type, expiresAt } = this.#challenges.create(
      { ...asked, owner: ownerOf(whose) },
      whose.pending?.expiresAt.getTime(),
    );
    return toFactorChallenge(id, type, expiresAt);
  }

  /** The challenge that a second call returns instead of sending another code. */
  #recent(whose: Whose, factorId: string): { challenge: FactorChallenge; isVerified: boolean } | null {
    const recent = this.#deps.challenges.recentOf(ownerOf(whose), factorId);
    if (!recent) return null;
    const { id, type, expiresAt, isVerified } = recent;
    return { challenge: toFactorChallenge(id, type, expiresAt.getTime()), isVerified };
  }

  async #send({ type, address, phoneCountryCode }: OfferedAddress): Promise<void> {
    if (type === 'email') await this.#deps.codes.sendEmail(address, 'MFA_VERIFY');
    else await this.#deps.codes.sendSmsCode(address, phoneCountryCode ?? undefined, 'mfa-verify');
  }

  // A code that confirms an authenticator still passes a sign-in, once.
  async #proveTotp(challenge: ChallengeRecord, code: string, whose: Whose): Promise<ProvedFactor> {
    const { pending, record } = whose;
    if (challenge.isVerified && !pending) throw noStepUp();
    if (!challenge.isVerified) {
      const source = challenge.factorId === totpFactorId('application') ? 'application' : 'self';
      await this.#secondFactor.confirmTotp({ totp: code }, source, authorityOf(whose));
      this.#challenges.noteVerified(challenge);
    }
    if (!pending) return this.#present(this.#deps.session.current ?? record);
    return this.#entered(await this.#secondFactor.verify('totp', { totp: code, mfaToken: pending.mfaToken }));
  }

  async #proveAddress(address: OfferedAddress, code: string, { pending }: Whose): Promise<ProvedFactor> {
    const mfaToken = pending?.mfaToken;
    const { phoneCountryCode } = address;
    return this.#entered(
      address.type === 'email'
        ? await this.#secondFactor.verify('email', { email: address.address, code, mfaToken })
        : await this.#secondFactor.verify('sms', { phone: address.address, code, phoneCountryCode, mfaToken }),
    );
  }

  #entered({ user: { token, ...user }, recoveryCode }: CompletedSignIn): ProvedFactor {
    const accessToken = String(token); // without one no session would have begun
    const { expiresAt } = nativeTokens(accessToken, this.#deps.serverClock);
    return this.#proved(accessToken, expiresAt, user, recoveryCode);
  }

  #present({ token, expiresAt, user }: SessionRecord<User>): ProvedFactor {
    return this.#proved(token, expiresAt, user ?? {}, null);
  }

  #proved(accessToken: string, expiresAt: number | null, user: object, recoveryCode: string | null): ProvedFactor {
    const remainingMs = expiresAt === null ? 0 : Math.max(0, expiresAt - this.#deps.serverClock.now());
    return {
      accessToken,
      refreshToken: '',
      expiresIn: Math.floor(remainingMs / 1000),
      user: { ...user },
      recoveryCode,
      further: expiresAt === null ? {} : { expires_at: Math.floor(expiresAt / 1000) },
    };
  }
}

function authorityOf({ pending }: Whose): MfaAuthority {
  return { mfaToken: pending?.mfaToken };
}

function ownerOf({ pending, record }: Whose): string {
  return pending ? challengeOwnerOf(pending) : record.id;
}

function toFactorChallenge(id: string, type: string, expiresAt: number): FactorChallenge {
  return { id, type, expiresAt: Math.floor(expiresAt / 1000), further: {} };
}

function addressOf({ pending }: Whose, factorId: string): OfferedAddress {
  if (!pending) throw noStepUp();
  const found = offeredAddresses(pending).find(({ id }) => id === factorId);
  if (!found) throw noSuchFactor();
  return found;
}

// GoTrue has a code of its own for a factor that exists.
function boundAlready(error: unknown, { pending }: Whose): unknown {
  if (!(error instanceof ConflictError)) return error;
  const { message, remedy } = error;
  if (pending) return insufficient(403, message, error);
  return new ConflictError({ message, remedy, code: 'too_many_enrolled_mfa_factors', status: 422, cause: error });
}

function insufficient(status: number, message: string, cause?: unknown): PermissionError {
  const remedy = 'Pass the second factor first.';
  return new PermissionError({ message, remedy, code: 'insufficient_aal', status, cause });
}

function unsupported(message: string): UnsupportedByServerError {
  return new UnsupportedByServerError({ message, remedy: 'Offer what mfa.capabilities.byFactor lists.' });
}

function noStepUp(): UnsupportedByServerError {
  return unsupported('This server takes a second factor while a sign-in waits for it, and at no other time');
}
