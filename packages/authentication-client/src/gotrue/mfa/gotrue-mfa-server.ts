import { clientOf, type Methods } from '@sallyport/core/endpoints';
import {
  ChallengeExpiredError,
  NotFoundError,
  SessionLostError,
  UnsupportedByServerError,
} from '@sallyport/core/errors';
import type { GoTrueFactor, GoTrueTokenAnswer } from '@sallyport/core/gotrue';
import type { Wire } from '@sallyport/core/http';
import { decodeUnverified, parseCompactToken } from '@sallyport/core/jwt';
import type { PortableUser } from '@sallyport/core/user';
import { requireSession } from '../../client/session/required-session.js';
import type { Factor, GoTrueHalf } from '../../mfa/factor.js';
import type {
  Assurance,
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
} from '../../mfa/mfa-server.js';
import { amrIn } from '../session/amr.js';
import { goTrueSessionEndpoints } from '../session/session.endpoints.js';
import { factorsOf } from '../session/user-factors.js';
import { bearerOf } from './gotrue-bearer.js';
import { goTrueMfaEndpoints } from './gotrue-mfa.endpoints.js';
import { type RaiseSessionDeps, raiseSession } from './raise-session.js';
import { SentChallenges, type SentChallengesDeps } from './sent-challenges.js';
import type { ServerFeatures } from './server-features.js';
import { forgetFactors } from './stored-factors.js';

const Rows = /* @__PURE__ */ clientOf(goTrueMfaEndpoints);
const SessionRows = /* @__PURE__ */ clientOf(goTrueSessionEndpoints);

type Send = (wire: Wire, bearer: string | undefined) => Promise<GoTrueTokenAnswer>;

/** Ports of the second factors of a GoTrue server. */
export interface GoTrueMfaDeps extends RaiseSessionDeps, SentChallengesDeps {
  readonly unguardedWire: Wire;
  readonly events: FactorEvents;
  readonly serverFeatures: ServerFeatures;
}

/** A factor and its half for this server. */
interface Owner {
  readonly factor: Factor;
  readonly half: GoTrueHalf;
}

/** Second factors of a GoTrue server, whose shapes are those of the port. */
export class GoTrueMfaServer implements MfaServer {
  readonly recoveryCodes: RecoveryCodesServer;
  readonly #deps: GoTrueMfaDeps;
  readonly #factors: readonly Factor[];
  readonly #rows: Methods<typeof goTrueMfaEndpoints>;
  readonly #sent: SentChallenges;

  constructor(deps: GoTrueMfaDeps, factors: readonly Factor[]) {
    this.#deps = deps;
    this.#factors = factors.filter(({ gotrue }) => gotrue);
    this.#rows = new Rows(deps.unguardedWire);
    this.#sent = new SentChallenges(deps);
    const codes = <T>(call: (server: RecoveryCodesServer) => Promise<T>): Promise<T> =>
      deps.serverFeatures.noteRecoveryCodes(this.#recoveryCodes().then(call));
    this.recoveryCodes = {
      getStatus: () => codes((server) => server.getStatus()),
      generate: (friendlyName) => codes((server) => server.generate(friendlyName)),
      verify: (code, subject) => codes((server) => server.verify(code, subject)),
      regenerate: () => codes((server) => server.regenerate()),
      unenroll: () => codes((server) => server.unenroll()),
    };
  }

  async list(subject: MfaSubject, filter?: ListFilter): Promise<readonly ListedFactor[]> {
    const owner = filter && (await this.#findOwner(filter.type));
    if (filter && !owner?.half.listed) return [];
    const user = await this.#as(subject, (bearer) => this.#rows.user(bearer));
    const factors = factorsOf({ raw: user });
    if (!owner) return factors.map((factor) => ({ factor }));
    return ofType(factors, owner).map((factor) => ({ factor, authenticator: owner.half.listed?.(factor, user.id) }));
  }

  async *resolve({ type, status, proof }: ResolveRequest, subject: MfaSubject): AsyncGenerator<Candidate> {
    const owner = await this.#ownerNamed(type);
    if (proof?.code !== undefined) owner.half.checkCode?.(proof.code);
    const bearer = await this.#bearerOf(subject);
    if (owner.half.notSent) {
      yield this.#newestSent(owner.factor, owner.half.notSent);
      return;
    }
    if (status === 'unverified') {
      yield await this.#newestUnverified(owner, subject);
      return;
    }
    const triedIds = new Set<string>();
    // The stored user came with the session's tokens. That costs no request, and is enough for most sign-ins.
    const { session } = this.#deps;
    const known = bearer === undefined ? factorsOf(session.current?.user) : [];
    for (const { id } of verifiedIn(ofType(known, owner))) {
      triedIds.add(id);
      yield { factorId: id };
    }
    // Since then a factor may have been enrolled elsewhere, or removed.
    const factors = await this.#as(subject, (as) => this.#factorsOf(as));
    const goneIds = [...triedIds].filter((id) => !factors.some((factor) => factor.id === id));
    await forgetFactors(session, goneIds);
    for (const { id } of verifiedIn(ofType(factors, owner))) if (!triedIds.has(id)) yield { factorId: id };
  }

  async enroll(
    { type, friendlyName, issuer, phone, ...request }: EnrollRequest,
    subject: MfaSubject,
  ): Promise<NewFactor> {
    const owner = await this.#ownerNamed(type);
    const { factor, half } = owner;
    if (!factor.gotrue?.byId.includes('enroll')) throw unsupported(`Factors of the type ${type} cannot be enrolled`);
    return this.#as(subject, async (bearer) => {
      if (request.replacesUnnamed) await this.#removeUnnamed(owner, bearer);
      const body = { friendly_name: friendlyName, factor_type: factor.type, issuer, phone };
      const enrolled = await this.#rows.enroll(body, bearer);
      return half.enrolled?.(enrolled, { type, phone }) ?? enrolled;
    });
  }

  async challenge(factorId: string, request: ChallengeRequest, subject: MfaSubject): Promise<FactorChallenge> {
    return this.#as(subject, async (bearer) => {
      const recent = this.#sent.recent(factorId);
      if (recent) {
        const { id, type, expiresAt } = recent;
        return { id, type, expires_at: Math.floor(expiresAt.getTime() / 1000) };
      }
      const challenge = await this.#rows.challenge({ factorId, ...request }, bearer);
      const half = (await this.#findOwner(challenge.type))?.half;
      const read = half?.challenged?.(challenge) ?? challenge;
      if (!half?.isOneTime) this.#sent.keep(factorId, read);
      return read;
    });
  }

  async verify({ factorId, challengeId, ...proof }: FactorProof, subject: MfaSubject): Promise<Verification> {
    return this.#as(subject, (bearer) =>
      challengeId === undefined
        ? this.#challengeAndVerify(factorId, proof.code, bearer)
        : this.#answer(factorId, challengeId, proof, bearer),
    );
  }

  async confirm(factorId: string, code: string, subject: MfaSubject): Promise<void> {
    await this.#as(subject, async (bearer) => {
      const { type } = await this.#challengeAndVerify(factorId, code, bearer);
      this.#deps.events.emit('factorEnrolled', { factor: type });
    });
  }

  async unenroll(factorId: string): Promise<void> {
    const { session, events } = this.#deps;
    await requireSession(session);
    await this.#rows.unenroll(factorId);
    const [removed] = await forgetFactors(session, [factorId]);
    events.emit('factorRemoved', { factor: removed?.factor_type ?? 'unknown' });
  }

  async unenrollAll(type: string): Promise<void> {
    const { session, events } = this.#deps;
    const owner = await this.#ownerNamed(type);
    await requireSession(session);
    const factors = await this.#factorsOf();
    const goneIds: string[] = [];
    try {
      for (const { id } of ofType(factors, owner)) {
        await this.#rows.unenroll(id);
        goneIds.push(id);
      }
    } finally {
      await forgetFactors(session, goneIds);
    }
    events.emit('factorRemoved', { factor: owner.factor.type });
  }

  async isAddressBindable(): Promise<boolean> {
    throw unsupported('Addresses are bound by enrolling a factor, not during a sign-in');
  }

  async assurance(jwt?: string): Promise<Assurance> {
    const { session, renewal, request, unguardedWire } = this.#deps;
    if (jwt !== undefined) {
      parseCompactToken(jwt); // before it is sent: the published client sends no other text
      return assuranceOf(jwt, { raw: await new SessionRows(unguardedWire).userOf(jwt) });
    }
    await session.ready();
    // A token close to expiry is renewed first, as with every reading of the session.
    const live = await renewal.live(request.signal);
    return live ? assuranceOf(live.token, live.user) : { currentLevel: null, nextLevel: null, methods: [] };
  }

  async #challengeAndVerify(
    factorId: string,
    code: string | undefined,
    bearer: string | undefined,
  ): Promise<Verification & { readonly type: string }> {
    const { id, type } = await this.#rows.challenge({ factorId }, bearer);
    const send: Send = (wire, as) => new Rows(wire).verify(factorId, { challenge_id: id, code }, as);
    return { ...(await this.#raise(send, bearer)), type };
  }

  async #answer(
    factorId: string,
    challengeId: string,
    { code, webauthn }: Proof,
    bearer: string | undefined,
  ): Promise<Verification> {
    const before = await this.#stored(factorId);
    if (code !== undefined) before?.owner?.half.checkCode?.(code);
    const send: Send = (wire, as) => {
      const rows = new Rows(wire);
      return webauthn
        ? rows.verifyAuthenticator(factorId, { challenge_id: challengeId, webauthn }, as)
        : rows.verify(factorId, { challenge_id: challengeId, code }, as);
    };
    const verification = await this.#sent.closing(challengeId, () => this.#raise(send, bearer));
    const after = await this.#stored(factorId);
    if (after && before?.status !== 'verified') {
      this.#deps.events.emit('factorEnrolled', { factor: after.factor_type });
    }
    return verification;
  }

  #newestSent({ type }: Factor, notSent: { readonly message: string; readonly remedy: string }): Candidate {
    const sent = this.#sent.newestOf(type);
    if (!sent) throw new ChallengeExpiredError({ ...notSent, expired: 'code' });
    return { factorId: sent.factorId, challengeId: sent.id };
  }

  async #newestUnverified(owner: Owner, subject: MfaSubject): Promise<Candidate> {
    const factors = await this.#as(subject, (bearer) => this.#factorsOf(bearer));
    const newest = ofType(factors, owner)
      .filter(({ status }) => status !== 'verified')
      .sort(byAge)
      .at(-1);
    if (newest) return { factorId: newest.id };
    throw new NotFoundError({ message: 'No factor waits to be confirmed', remedy: 'Enroll one first.' });
  }

  // The server accepts each name once, and an empty name, too: a factor that was never confirmed is in the way.
  async #removeUnnamed(owner: Owner, bearer: string | undefined): Promise<void> {
    const factors = await this.#factorsOf(bearer);
    const unnamed = ofType(factors, owner).filter((factor) => factor.status !== 'verified' && !factor.friendly_name);
    for (const { id } of unnamed) await this.#rows.unenroll(id, bearer);
  }

  async #raise(send: Send, bearer: string | undefined): Promise<Verification> {
    const { signIn, unguardedWire } = this.#deps;
    if (bearer === undefined) return raiseSession(this.#deps, send);
    const attempt = signIn.signOuts;
    return signIn.completeSecondFactor(attempt, await send(unguardedWire, bearer));
  }

  async #recoveryCodes(): Promise<RecoveryCodesServer> {
    const factor = this.#factors.find(({ gotrue }) => gotrue?.recoveryCodes);
    const half = (await factor?.gotrue?.load())?.half;
    if (!factor || !half?.recoveryCodes) throw unsupported('This client has no recovery codes');
    const { session, events, unguardedWire } = this.#deps;
    return half.recoveryCodes({
      wire: unguardedWire,
      requireSession: () => requireSession(session),
      raise: (send, subject) => this.#as(subject, (bearer) => this.#raise(send, bearer)),
      enrolled: () => events.emit('factorEnrolled', { factor: factor.type }),
      removed: async (factorId) => {
        await forgetFactors(session, [factorId]);
        events.emit('factorRemoved', { factor: factor.type });
      },
    });
  }

  async #factorsOf(bearer?: string): Promise<readonly GoTrueFactor[]> {
    return factorsOf({ raw: await this.#rows.user(bearer) });
  }

  /** The stored version of a factor of the signed-in user. */
  async #stored(factorId: string): Promise<(GoTrueFactor & { readonly owner: Owner | undefined }) | undefined> {
    const stored = factorsOf(this.#deps.session.current?.user).find(({ id }) => id === factorId);
    return stored && { ...stored, owner: await this.#findOwner(stored.factor_type) };
  }

  async #findOwner(name: string): Promise<Owner | undefined> {
    const factor = this.#factors.find((each) => each.type === name || each.name === name);
    const loaded = await factor?.gotrue?.load();
    return factor && loaded && { factor, half: loaded.half };
  }

  async #ownerNamed(name: string): Promise<Owner> {
    const owner = await this.#findOwner(name);
    if (!owner) throw unsupported(`This server has no second factor of the type ${name}`);
    return owner;
  }

  async #bearerOf({ mfaToken }: MfaSubject): Promise<string | undefined> {
    const { session } = this.#deps;
    await session.ready();
    const bearer = bearerOf(mfaToken, session);
    if (bearer === undefined) await requireSession(session);
    return bearer;
  }

  /** Runs calls with the bearer of a subject. If its session is lost, the sign-in of an `mfaToken` has expired. */
  async #as<T>(subject: MfaSubject, calls: (bearer: string | undefined) => Promise<T>): Promise<T> {
    const bearer = await this.#bearerOf(subject);
    try {
      return await calls(bearer);
    } catch (error) {
      if (subject.mfaToken === undefined || !(error instanceof SessionLostError)) throw error;
      const { message, code, status, requestId } = error;
      throw new ChallengeExpiredError({
        message,
        code,
        status,
        requestId,
        expired: 'sign-in',
        remedy: 'The pending sign-in has expired: start again with the first factor.',
      });
    }
  }
}

function ofType(factors: readonly GoTrueFactor[], { factor }: Owner): GoTrueFactor[] {
  return factors.filter(({ factor_type: type }) => type === factor.type);
}

function verifiedIn(factors: readonly GoTrueFactor[]): readonly GoTrueFactor[] {
  return factors.filter(({ status }) => status === 'verified').sort(byAge);
}

function byAge(one: GoTrueFactor, other: GoTrueFactor): number {
  return Date.parse(one.created_at) - Date.parse(other.created_at);
}

function assuranceOf(jwt: string, user: Pick<PortableUser, 'raw'> | null): Assurance {
  const claims = decodeUnverified(jwt);
  const aal = claims?.aal;
  const currentLevel = typeof aal === 'string' ? aal : null;
  const hasVerified = factorsOf(user).some(({ status }) => status === 'verified');
  return { currentLevel, nextLevel: hasVerified ? 'aal2' : currentLevel, methods: amrIn(claims?.amr) };
}

function unsupported(message: string): UnsupportedByServerError {
  return new UnsupportedByServerError({ message, remedy: 'Offer what mfa.capabilities lists.' });
}
