import {
  ChallengeExpiredError,
  clientOf,
  type GoTrueFactor,
  type GoTrueTokenAnswer,
  InvalidCodeError,
  InvalidResponseError,
  type Methods,
  NotFoundError,
  requireMessageCode,
  requireTotpCode,
  SessionLostError,
  UnsupportedByServerError,
  type User,
} from '@sallyport/core';
import { requireSession } from '../../../client/session/required-session.js';
import { factorsOf } from '../../../gotrue/session/user-factors.js';
import type { Enrollment, EnrollmentSource, TotpEnrollment } from '../../domain/enrollment.js';
import type { FactorAnswers } from '../../domain/factor.js';
import type {
  CompletedSignIn,
  MfaAuthority,
  MfaCapabilities,
  MfaGateway,
  TotpFilter,
} from '../../domain/mfa-gateway.js';
import { bearerOf } from './gotrue-bearer.js';
import { goTrueMfaEndpoints } from './gotrue-mfa.endpoints.js';
import type { GoTrueMfaDeps } from './gotrue-mfa-deps.js';
import { raiseSession } from './raise-session.js';
import { SentChallenges } from './sent-challenges.js';
import { forgetFactors } from './stored-factors.js';
import { svgDataUrl } from './svg-data-url.js';

const Rows = /* @__PURE__ */ clientOf(goTrueMfaEndpoints);

/** A code fits one authenticator; so many are tried, since each costs two requests and counts as an attempt. */
const MOST_TRIED = 3;

/** How far one code has been tried. */
interface TotpAttempts {
  readonly triedIds: Set<string>;
  readonly refusals: InvalidCodeError[];
}

/**
 * The half that works by the kind of factor, on a server that knows factors by their id: whoever says `totp` means the
 * verified ones, the oldest first; whoever confirms means the newest that is not verified.
 */
export class GoTrueMfaGateway implements MfaGateway {
  readonly #deps: GoTrueMfaDeps;
  readonly #rows: Methods<typeof goTrueMfaEndpoints>;

  constructor(deps: GoTrueMfaDeps) {
    this.#deps = deps;
    this.#rows = new Rows(deps.unguardedWire);
  }

  get capabilities(): MfaCapabilities {
    return this.#deps.serverFeatures.capabilities;
  }

  async listTotp({ type }: TotpFilter, authority: MfaAuthority): Promise<readonly Enrollment[]> {
    if (type !== 'totp') return [];
    return this.#as(authority.mfaToken, async (bearer) => {
      const { id, factors } = await this.#rows.user(bearer);
      return totpIn(factors).map((factor) => toEnrollment(factor, id));
    });
  }

  // One that was begun and never confirmed would be in the way: the wire has each name once, no name among them.
  async enrollTotp(_: EnrollmentSource | undefined, authority: MfaAuthority): Promise<TotpEnrollment> {
    return this.#as(authority.mfaToken, async (bearer) => {
      const { factors } = await this.#rows.user(bearer);
      const abandoned = totpIn(factors).filter((factor) => factor.status !== 'verified' && !factor.friendly_name);
      for (const { id } of abandoned) await this.#rows.unenroll(id, bearer);
      const { totp } = await this.#rows.enroll({ friendly_name: undefined, factor_type: 'totp' }, bearer);
      if (!totp) throw withoutSecret();
      const { secret, uri, qr_code: svg } = totp;
      // This wire hands recovery codes out apart, by mfa.recoveryCodes.generate.
      return { secret, uri, qrCode: svgDataUrl(svg), recoveryCode: '' };
    });
  }

  async confirmTotp(code: string, _: EnrollmentSource | undefined, { mfaToken }: MfaAuthority): Promise<void> {
    requireTotpCode('totp', code);
    await this.#as(mfaToken, async (bearer) => {
      const { factors } = await this.#rows.user(bearer);
      const newest = totpIn(factors)
        .filter(({ status }) => status !== 'verified')
        .sort(byAge)
        .at(-1);
      if (!newest) throw noFactor('No authenticator waits to be confirmed', 'Begin with associateMfaAuthenticator.');
      await this.#prove(newest.id, code, bearer);
    });
  }

  async unenrollTotp(): Promise<void> {
    await requireSession(this.#deps.session);
    const { factors } = await this.#rows.user();
    const gone: string[] = [];
    try {
      for (const { id } of totpIn(factors)) {
        await this.#rows.unenroll(id);
        gone.push(id);
      }
    } finally {
      await forgetFactors(this.#deps.session, gone);
    }
  }

  async enrollFace(): Promise<User> {
    throw unsupported('Faces are no factor of this server');
  }

  async isAddressBindable(): Promise<boolean> {
    throw unsupported('Addresses are bound by enrolling a factor, not during a sign-in');
  }

  async verify<Type extends keyof FactorAnswers>(
    type: Type,
    answer: FactorAnswers[Type],
    mfaToken: string,
  ): Promise<CompletedSignIn> {
    const { code = '' } = answer as Partial<FactorAnswers['totp']>; // every kind that this wire has is proved by a code
    if (type === 'totp') requireTotpCode('totp', code);
    if (type === 'sms') requireMessageCode('code', code);
    return this.#as(mfaToken, (bearer) => {
      if (type === 'totp') return this.#verifyTotp(code, bearer);
      if (type === 'sms') return this.#verifySms(code, bearer);
      if (type === 'recovery_code') {
        const completed = this.#complete(bearer, (rows) => rows.verifyRecoveryCode(code, bearer));
        return this.#deps.serverFeatures.noteRecoveryCodes(completed);
      }
      throw unsupported(`This server has no second factor of the kind ${type}`);
    });
  }

  async #verifyTotp(code: string, bearer: string | undefined): Promise<CompletedSignIn> {
    const { session } = this.#deps;
    const attempts: TotpAttempts = { triedIds: new Set(), refusals: [] };
    // The session's own user was told with its tokens. That costs no request, and settles most sign-ins.
    const known = bearer === undefined ? factorsOf(session.current?.user) : [];
    const proved = await this.#proveOneOf(known, code, bearer, attempts);
    if (proved) return proved;
    if (attempts.refusals.length < MOST_TRIED) {
      // One may have been bound elsewhere since, or be gone.
      const { factors = [] } = await this.#rows.user(bearer);
      const goneIds = [...attempts.triedIds].filter((id) => !factors.some((factor) => factor.id === id));
      await forgetFactors(session, goneIds);
      const provedAfterAll = await this.#proveOneOf(factors, code, bearer, attempts);
      if (provedAfterAll) return provedAfterAll;
    }
    throw attempts.refusals.at(-1) ?? noFactor('The user has no authenticator', 'Offer another factor.');
  }

  /** Tries the authenticators among these that were not tried yet, as long as nothing else is wrong than the code. */
  async #proveOneOf(
    factors: readonly GoTrueFactor[],
    code: string,
    bearer: string | undefined,
    { triedIds, refusals }: TotpAttempts,
  ): Promise<CompletedSignIn | null> {
    const verified = totpIn(factors).filter(({ id, status }) => status === 'verified' && !triedIds.has(id));
    for (const { id } of verified.sort(byAge)) {
      if (refusals.length === MOST_TRIED) return null;
      triedIds.add(id);
      try {
        return await this.#prove(id, code, bearer);
      } catch (error) {
        if (error instanceof InvalidCodeError) refusals.push(error);
        else if (!(error instanceof NotFoundError)) throw error;
      }
    }
    return null;
  }

  async #verifySms(code: string, bearer: string | undefined): Promise<CompletedSignIn> {
    const challenges = new SentChallenges(this.#deps);
    const sent = challenges.newestOfPhone;
    if (!sent) {
      throw new ChallengeExpiredError({
        message: 'No code was sent to a phone from here',
        expired: 'code',
        remedy: "Send one with sendSmsCode(phone, undefined, 'mfa-verify').",
      });
    }
    const { id, factorId } = sent;
    return challenges.closing(id, () =>
      this.#complete(bearer, (rows) => rows.verify(factorId, { challenge_id: id, code }, bearer)),
    );
  }

  async #prove(factorId: string, code: string, bearer: string | undefined): Promise<CompletedSignIn> {
    const { id } = await this.#rows.challenge({ factorId }, bearer);
    return this.#complete(bearer, (rows) => rows.verify(factorId, { challenge_id: id, code }, bearer));
  }

  async #complete(
    bearer: string | undefined,
    call: (rows: Methods<typeof goTrueMfaEndpoints>) => Promise<GoTrueTokenAnswer>,
  ): Promise<CompletedSignIn> {
    const { user, answer } = await (bearer === undefined
      ? raiseSession(this.#deps, call)
      : this.#deps.signIn.begin(() => call(this.#rows)));
    return { user: { ...user, token: answer.access_token }, recoveryCode: null };
  }

  /** Runs calls with the bearer that an `mfaToken` stands for. That its session is lost means that the sign-in is over. */
  async #as<T>(mfaToken: string | undefined, calls: (bearer: string | undefined) => Promise<T>): Promise<T> {
    const { session } = this.#deps;
    await session.ready();
    const bearer = bearerOf(mfaToken, session);
    if (bearer === undefined) await requireSession(session);
    try {
      return await calls(bearer);
    } catch (error) {
      if (mfaToken === undefined || !(error instanceof SessionLostError)) throw error;
      const { message, code, status, requestId } = error;
      throw new ChallengeExpiredError({
        message,
        code,
        status,
        requestId,
        expired: 'sign-in',
        remedy: 'The pending sign-in is over: start again with the first factor.',
      });
    }
  }
}

function totpIn(factors: readonly GoTrueFactor[] | undefined): GoTrueFactor[] {
  return (factors ?? []).filter(({ factor_type: type }) => type === 'totp');
}

function byAge(one: GoTrueFactor, other: GoTrueFactor): number {
  return Date.parse(one.created_at) - Date.parse(other.created_at);
}

function toEnrollment({ id, status, created_at, updated_at }: GoTrueFactor, userId: string): Enrollment {
  return {
    id,
    userId,
    isVerified: status === 'verified',
    source: 'self',
    createdAt: created_at,
    updatedAt: updated_at,
    secret: null,
    recoveryCode: null,
  };
}

function noFactor(message: string, remedy: string): NotFoundError {
  return new NotFoundError({ message, remedy });
}

function withoutSecret(): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The server began to bind an authenticator and sent no secret',
    remedy: 'Check its version.',
  });
}

function unsupported(message: string): UnsupportedByServerError {
  return new UnsupportedByServerError({ message, remedy: 'mfa.capabilities tells what the server has.' });
}
