import type { Clock, ServerClock } from '@sallyport/core/clock';
import { clientOf } from '@sallyport/core/endpoints';
import { ChallengeExpiredError, InputError } from '@sallyport/core/errors';
import type { Session, SessionRecord } from '@sallyport/core/session';
import { type User, withCustomData } from '@sallyport/core/user';
import { nativeTokens } from '../../client/session/native-tokens.js';
import type { ChallengeRecord, ChallengeRecords } from '../../mfa/domain/challenge-records.js';
import { challengeOwnerOf, type PendingSignIn } from '../../mfa/domain/pending-sign-in.js';
import type { AuthingHalf, AuthingHalfDeps, Factor } from '../../mfa/factor.js';
import type {
  Assurance,
  BindableAddress,
  Candidate,
  ChallengeRequest,
  EnrollRequest,
  FactorChallenge,
  FactorEvents,
  FactorProof,
  ListedFactor,
  ListFilter,
  MfaServer,
  MfaSubject,
  NewFactor,
  Proof,
  RecoveryCodesServer,
  ResolveRequest,
  Verification,
  VerifiedSession,
} from '../../mfa/mfa-server.js';
import type { AuthingSignIn } from '../sign-in/sign-in-completion.js';
import { mfaAddressesEndpoints } from './addresses.endpoints.js';
import { assuranceOfPending, assuranceOfSession, noAssurance } from './authing-assurance.js';
import { LocalChallenges } from './local-challenges.js';
import { addressIn, type Owner, offeredFactor, offerOf } from './offers.js';
import {
  boundAlready,
  insufficient,
  noAnswer,
  noStepUp,
  noSuchFactor,
  notSignedIn,
  refuse,
  unsupported,
} from './refusals.js';

const Rows = /* @__PURE__ */ clientOf(mfaAddressesEndpoints);

/** Ports of the second factors of an Authing server. */
export interface AuthingMfaDeps extends AuthingHalfDeps {
  readonly session: Session<User>;
  readonly pendingSignIns: { readonly current: PendingSignIn | null };
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly challenges: ChallengeRecords;
  readonly events: FactorEvents;
  readonly signIn: Pick<AuthingSignIn, 'signOuts' | 'completeSecondFactor' | 'abandon'>;
}

/** The user or sign-in that a call acts for. */
interface Acting {
  /** The bearer of a pending sign-in; without it the session's own. */
  readonly mfaToken?: string | undefined;
  readonly pending?: PendingSignIn | undefined;
  readonly record?: SessionRecord<User> | undefined;
}

/**
 * Second factors of an Authing server, which names factors by their kind: ids contain the kind, challenges are local, and
 * a factor completes a pending sign-in only.
 */
export class AuthingMfaServer implements MfaServer {
  readonly recoveryCodes: RecoveryCodesServer;
  readonly #deps: AuthingMfaDeps;
  readonly #factors: readonly Factor[];
  readonly #halves = new Map<Factor, AuthingHalf>();
  readonly #challenges: LocalChallenges;

  constructor(deps: AuthingMfaDeps, factors: readonly Factor[]) {
    this.#deps = deps;
    this.#factors = factors.filter(({ authing }) => authing);
    this.#challenges = new LocalChallenges(deps.challenges, deps.clock);
    this.recoveryCodes = {
      getStatus: () => refuse('This server does not report the number of recovery codes'),
      generate: () => refuse('This server makes a recovery code with each authenticator, and no others'),
      verify: (code, subject) => this.#verifyRecoveryCode(code, subject),
      regenerate: () => refuse('This server replaces a recovery code when it was used, and at no other time'),
      unenroll: () => refuse('This server removes a recovery code with its authenticator alone'),
    };
  }

  async list(subject: MfaSubject, filter?: ListFilter): Promise<readonly ListedFactor[]> {
    const { mfaToken, pending } = await this.#acting(subject);
    const owners = await this.#owners();
    const lists = owners.map(({ half }) => this.#during(mfaToken, async () => half.list?.(filter, mfaToken) ?? []));
    const listed = (await Promise.all(lists)).flat();
    const offered = filter || !pending ? [] : pending.offered;
    return [...listed, ...offered.flatMap((offer) => offeredFactor(offer, owners))];
  }

  async *resolve({ type, source, proof }: ResolveRequest): AsyncGenerator<Candidate> {
    const { half } = await this.#ownerNamed(type);
    yield { factorId: half.idOf(source, proof) };
  }

  async enroll(request: EnrollRequest, subject: MfaSubject): Promise<NewFactor> {
    const { factor, half } = await this.#ownerNamed(request.type);
    if (!half.enroll) throw unsupported(`Factors of the type ${request.type} cannot be bound at this server`);
    const { mfaToken, pending } = await this.#acting(subject);
    const source = subject.of === 'current' ? (pending ? 'APPLICATION' : 'SELF') : request.source;
    try {
      const enrolled = await this.#during(mfaToken, async () => half.enroll?.({ ...request, source }, mfaToken));
      if (!enrolled) throw noAnswer();
      if (half.confirm) return enrolled.factor;
      if (!enrolled.user) throw noAnswer();
      this.#deps.events.emit('factorEnrolled', { factor: factor.type });
      return { ...enrolled.factor, user: withCustomData(enrolled.user) };
    } catch (error) {
      throw subject.of === 'current' ? boundAlready(error, pending !== undefined) : error;
    }
  }

  async challenge(factorId: string, { channel }: ChallengeRequest, subject: MfaSubject): Promise<FactorChallenge> {
    const acting = await this.#acting(subject);
    const owner = await this.#ownerOf(factorId);
    const { factor, half } = owner;
    const offer = half.list ? undefined : offerOf(factorId, owner, acting.pending);
    if (offer && channel === 'whatsapp') throw unsupported('This server sends no codes by WhatsApp');
    const isVerified = half.list ? await this.#isVerified(factorId, owner, acting) : true;
    const belongsTo = ownerOfChallenges(acting);
    // A second call returns the challenge of the first one instead of sending another code.
    const recent = this.#deps.challenges.recentOf(belongsTo, factorId);
    if (recent?.isVerified === isVerified) {
      return toFactorChallenge({ ...recent, expiresAt: recent.expiresAt.getTime() });
    }
    if (offer) await half.send?.(offer);
    const challenge = { factorId, type: factor.type, isVerified, owner: belongsTo };
    return toFactorChallenge(this.#challenges.create(challenge, acting.pending?.expiresAt.getTime()));
  }

  async verify(proof: FactorProof, subject: MfaSubject): Promise<Verification> {
    const acting = await this.#acting(subject);
    const owner = await this.#ownerOf(proof.factorId);
    const { challengeId } = proof;
    if (challengeId === undefined) return this.#verify(owner, proof, acting);
    const challenge = this.#challenges.open({ ...proof, challengeId, owner: ownerOfChallenges(acting) });
    const verification = await this.#answer(challenge, proof, owner, acting);
    this.#deps.challenges.close(challengeId);
    return verification;
  }

  async confirm(factorId: string, code: string, subject: MfaSubject): Promise<void> {
    const acting = await this.#acting(subject);
    await this.#confirm(await this.#ownerOf(factorId), factorId, code, acting);
  }

  async unenroll(factorId: string): Promise<void> {
    const acting = await this.#acting({ of: 'current' });
    const owner = await this.#ownerOf(factorId);
    if (acting.pending) throw insufficient(422, 'A sign-in that is pending removes no factor');
    if (!owner.half.unenroll) throw unsupported('Where codes go is a part of the profile at this server');
    await this.#isVerified(factorId, owner, acting);
    await this.#unenroll(owner);
  }

  async unenrollAll(type: string): Promise<void> {
    await this.#unenroll(await this.#ownerNamed(type));
  }

  async isAddressBindable(address: BindableAddress, subject: MfaSubject): Promise<boolean> {
    const { mfaToken } = await this.#acting(subject);
    if (mfaToken === undefined) throw noStepUp();
    return this.#during(mfaToken, () => new Rows(this.#deps.wire).checkBindable(address, mfaToken));
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

  async #verifyRecoveryCode(code: string, subject: MfaSubject): Promise<Verification> {
    const acting = await this.#acting(subject);
    const factor = this.#factors.find(({ authing }) => authing?.recoveryCodes);
    if (!factor) throw unsupported('This client has no recovery codes');
    return this.#verify(await this.#load(factor), { code }, acting);
  }

  // A code that confirms an authenticator still passes a sign-in, once.
  async #answer(challenge: ChallengeRecord, proof: FactorProof, owner: Owner, acting: Acting): Promise<Verification> {
    const { code, factorId } = proof;
    if (code === undefined) {
      throw new InputError({ message: 'This factor is proved by a code', remedy: 'Pass the code to verify.' });
    }
    owner.half.checkCode?.(code);
    if (!challenge.isVerified) {
      await this.#confirm(owner, factorId, code, acting);
      this.#challenges.noteVerified(challenge);
      if (!acting.pending) return this.#present(this.#deps.session.current ?? acting.record);
    }
    const address = owner.half.send && acting.pending ? addressIn(offerOf(factorId, owner, acting.pending)) : {};
    return this.#verify(owner, { code, ...address }, acting);
  }

  async #verify({ factor, half }: Owner, proof: Proof, { mfaToken }: Acting): Promise<Verification> {
    if (mfaToken === undefined) throw noStepUp();
    const { signIn } = this.#deps;
    const attempt = signIn.signOuts;
    return this.#during(mfaToken, async () => {
      const verified = await half.verify(proof, mfaToken);
      if (!verified.user) throw noAnswer();
      const user = withCustomData(verified.user);
      await signIn.completeSecondFactor({ attempt, mfaToken, method: factor.method, user });
      const { token, ...rest } = user;
      const accessToken = String(token); // without one no session would have begun
      const { expiresAt } = nativeTokens(accessToken, this.#deps.serverClock);
      const session = this.#sessionOf(accessToken, expiresAt, rest);
      const { recoveryCode } = verified;
      return { user, session: recoveryCode ? { ...session, recovery_code: recoveryCode } : session };
    });
  }

  async #confirm({ factor, half }: Owner, factorId: string, code: string, { mfaToken }: Acting): Promise<void> {
    await this.#during(mfaToken, async () => half.confirm?.(factorId, code, mfaToken));
    this.#deps.events.emit('factorEnrolled', { factor: factor.type });
  }

  async #unenroll({ factor, half }: Owner): Promise<void> {
    await half.unenroll?.();
    this.#deps.events.emit('factorRemoved', { factor: factor.type });
  }

  #present(record: SessionRecord<User> | undefined): Verification {
    if (!record) throw notSignedIn();
    const { token, expiresAt } = record;
    const user = { ...record.user, token } as User; // only a token may be known
    return { user, session: this.#sessionOf(token, expiresAt, { ...record.user }) };
  }

  #sessionOf(token: string, expiresAt: number | null, user: VerifiedSession['user']): VerifiedSession {
    const remainingMs = expiresAt === null ? 0 : Math.max(0, expiresAt - this.#deps.serverClock.now());
    return {
      access_token: token,
      refresh_token: '',
      expires_in: Math.floor(remainingMs / 1000),
      ...(expiresAt === null ? {} : { expires_at: Math.floor(expiresAt / 1000) }),
      user,
    };
  }

  async #acting({ of, mfaToken }: MfaSubject): Promise<Acting> {
    if (of !== 'current') return { mfaToken };
    const { session, pendingSignIns } = this.#deps;
    await session.ready();
    const [pending, record] = [pendingSignIns.current, session.current];
    if (pending) return { pending, mfaToken: pending.mfaToken };
    if (record) return { record };
    throw notSignedIn();
  }

  /** @throws {NotFoundError} The user has no such factor. */
  async #isVerified(factorId: string, { half }: Owner, { mfaToken }: Acting): Promise<boolean> {
    const found = await this.#during(mfaToken, async () => half.find?.(factorId, mfaToken));
    if (!found) throw noSuchFactor();
    return found.status === 'verified';
  }

  async #owners(): Promise<readonly Owner[]> {
    const owners: Owner[] = [];
    for (const factor of this.#factors) owners.push(await this.#load(factor));
    return owners;
  }

  async #ownerNamed(name: string): Promise<Owner> {
    const factor = this.#factors.find((each) => each.name === name || each.type === name);
    if (!factor) throw unsupported(`Factors of the type ${name} cannot be used at this server`);
    return this.#load(factor);
  }

  async #ownerOf(factorId: string): Promise<Owner> {
    const [name] = factorId.split(':');
    const factor = this.#factors.find((each) => each.name === name);
    const owner = factor && (await this.#load(factor));
    if (!owner?.half.owns(factorId)) throw noSuchFactor();
    return owner;
  }

  async #load(factor: Factor): Promise<Owner> {
    const loaded = await factor.authing?.load();
    if (!loaded) throw unsupported(`Factors of the type ${factor.type} cannot be used at this server`);
    const half = this.#halves.get(factor) ?? loaded.half(this.#deps);
    this.#halves.set(factor, half);
    return { factor, half };
  }

  // Each refusal of the server that a pending sign-in has expired ends it, whatever the call.
  async #during<T>(mfaToken: string | undefined, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const hasExpired = error instanceof ChallengeExpiredError && error.expired === 'sign-in';
      if (hasExpired && mfaToken !== undefined) this.#deps.signIn.abandon(mfaToken);
      throw error;
    }
  }
}

function ownerOfChallenges({ pending, record }: Acting): string {
  return pending ? challengeOwnerOf(pending) : (record?.id ?? '');
}

function toFactorChallenge({ id, type, expiresAt }: Pick<ChallengeRecord, 'id' | 'type' | 'expiresAt'>) {
  return { id, type, expires_at: Math.floor(expiresAt / 1000) };
}
