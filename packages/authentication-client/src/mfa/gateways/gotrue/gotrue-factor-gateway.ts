import {
  clientOf,
  decodeUnverified,
  type GoTrueFactor,
  type GoTrueTokenAnswer,
  InvalidResponseError,
  type Methods,
  type PortableUser,
  parseCompactToken,
  requireTotpCode,
} from '@sallyport/core';
import { requireSession } from '../../../client/session/required-session.js';
import { amrIn } from '../../../gotrue/session/amr.js';
import { goTrueSessionEndpoints } from '../../../gotrue/session/session.endpoints.js';
import { factorsOf } from '../../../gotrue/session/user-factors.js';
import type {
  Assurance,
  ChallengeFactorRequest,
  EnrollFactorRequest,
  FactorChallenge,
  FactorGateway,
  FactorProof,
  FactorRecord,
  NewFactor,
  NewRecoveryCodes,
  ProvedFactor,
  RecoveryCodesStatus,
} from '../../domain/factor-gateway.js';
import { goTrueMfaEndpoints, type WireRecoveryCodes } from './gotrue-mfa.endpoints.js';
import type { GoTrueMfaDeps } from './gotrue-mfa-deps.js';
import { raiseSession } from './raise-session.js';
import { SentChallenges } from './sent-challenges.js';
import { forgetFactors } from './stored-factors.js';
import { svgDataUrl } from './svg-data-url.js';

const Rows = /* @__PURE__ */ clientOf(goTrueMfaEndpoints);
const SessionRows = /* @__PURE__ */ clientOf(goTrueSessionEndpoints);

/** The half that works by the id of a factor, on the wire that was made so. */
export class GoTrueFactorGateway implements FactorGateway {
  readonly #deps: GoTrueMfaDeps;
  readonly #rows: Methods<typeof goTrueMfaEndpoints>;
  readonly #sessionRows: Methods<typeof goTrueSessionEndpoints>;
  readonly #sent: SentChallenges;

  constructor(deps: GoTrueMfaDeps) {
    this.#deps = deps;
    this.#rows = new Rows(deps.unguardedWire);
    this.#sessionRows = new SessionRows(deps.unguardedWire);
    this.#sent = new SentChallenges(deps);
  }

  async listFactors(): Promise<readonly FactorRecord[]> {
    await this.#requireSession();
    return factorsOf({ raw: await this.#rows.user() }).map(toRecord);
  }

  async enrollFactor(request: EnrollFactorRequest): Promise<NewFactor> {
    await this.#requireSession();
    const { type, friendlyName } = request;
    const own = type === 'totp' ? { issuer: request.issuer } : type === 'phone' ? { phone: request.phone } : {};
    const answer = await this.#rows.enroll({ friendly_name: friendlyName, factor_type: type, ...own });
    const { id, type: _, friendly_name: name, totp, phone, ...further } = answer;
    const factor = { id, friendlyName: name ?? null, further };
    if (type === 'webauthn') return { ...factor, type };
    if (type === 'phone') return { ...factor, type, phone: phone ?? request.phone };
    if (!totp) throw incomplete('began to bind an authenticator and sent no secret');
    const { qr_code: qrCode, secret, uri } = totp;
    return { ...factor, type, secret, uri, qrCode: svgDataUrl(qrCode), recoveryCode: null };
  }

  async challengeFactor(factorId: string, request: ChallengeFactorRequest = {}): Promise<FactorChallenge> {
    await this.#requireSession();
    const recent = this.#sent.recent(factorId);
    if (recent) {
      const { id, type, expiresAt } = recent;
      return { id, type, expiresAt: Math.floor(expiresAt.getTime() / 1000), further: {} };
    }
    const answer = await this.#rows.challenge({ factorId, ...request });
    const { id, type, expires_at, webauthn, ...further } = answer;
    if (webauthn && !webauthn.credential_options?.publicKey) throw incomplete('asks for a key and says not for which');
    if (!webauthn) this.#sent.keep(factorId, answer); // each ceremony needs a fresh challenge
    const demand = webauthn && { type: webauthn.type, credentialOptions: webauthn.credential_options };
    return { id, type, expiresAt: expires_at, further, ...(demand ? { webauthn: demand } : {}) };
  }

  async proveFactor({ factorId, challengeId, proof }: FactorProof): Promise<ProvedFactor> {
    await this.#requireSession();
    const { session, events } = this.#deps;
    const before = factorsOf(session.current?.user);
    const isTotp = before.some(({ id, factor_type }) => id === factorId && factor_type === 'totp');
    if (isTotp && 'code' in proof) requireTotpCode('code', proof.code);
    const body = { challenge_id: challengeId, ...toWireProof(proof) };
    const proved = await this.#sent.closing(challengeId, () =>
      this.#prove((rows) =>
        'webauthn' in proof ? rows.verifyAuthenticator(factorId, body) : rows.verify(factorId, body),
      ),
    );
    const wasVerified = before.some(({ id, status }) => id === factorId && status === 'verified');
    const factor = factorsOf(session.current?.user).find(({ id }) => id === factorId);
    if (factor && !wasVerified) events.emit('factorEnrolled', { factor: factor.factor_type });
    return proved;
  }

  async unenrollFactor(factorId: string): Promise<void> {
    await this.#requireSession();
    await this.#rows.unenroll(factorId);
    const [removed] = await forgetFactors(this.#deps.session, [factorId]);
    this.#deps.events.emit('factorRemoved', { factor: removed?.factor_type ?? 'unknown' });
  }

  async assurance(jwt?: string): Promise<Assurance> {
    const { session } = this.#deps;
    if (jwt !== undefined) parseCompactToken(jwt); // before it is sent: the published client sends no other text
    if (jwt !== undefined) return assuranceOf(jwt, { raw: await this.#sessionRows.userOf(jwt) });
    await session.ready();
    // What is due is renewed first, as with every reading of the session.
    const live = await this.#deps.renewal.live(this.#deps.request.signal);
    if (!live) return { currentLevel: null, nextLevel: null, methods: [] };
    return assuranceOf(live.token, live.user);
  }

  async recoveryCodesStatus(): Promise<RecoveryCodesStatus> {
    await this.#requireSession();
    const { id, total, remaining, ...further } = await this.#known(this.#rows.recoveryCodesStatus());
    return { id, total, remaining, further: withoutType(further) };
  }

  async generateRecoveryCodes(friendlyName?: string): Promise<NewRecoveryCodes> {
    await this.#requireSession();
    const codes = toNewCodes(await this.#known(this.#rows.generateRecoveryCodes(friendlyName)));
    this.#deps.events.emit('factorEnrolled', { factor: 'recovery_code' });
    return codes;
  }

  async proveRecoveryCode(code: string): Promise<ProvedFactor> {
    await this.#requireSession();
    return this.#known(this.#prove((rows) => rows.verifyRecoveryCode(code)));
  }

  async regenerateRecoveryCodes(): Promise<NewRecoveryCodes> {
    await this.#requireSession();
    return toNewCodes(await this.#known(this.#rows.regenerateRecoveryCodes()));
  }

  async unenrollRecoveryCodes(): Promise<string> {
    await this.#requireSession();
    const { id } = await this.#known(this.#rows.unenrollRecoveryCodes());
    await forgetFactors(this.#deps.session, [id]);
    this.#deps.events.emit('factorRemoved', { factor: 'recovery_code' });
    return id;
  }

  async #prove(call: (rows: Methods<typeof goTrueMfaEndpoints>) => Promise<GoTrueTokenAnswer>): Promise<ProvedFactor> {
    const { answer } = await raiseSession(this.#deps, call);
    const { access_token, refresh_token, expires_in, user, token_type: _, ...further } = answer;
    return {
      accessToken: access_token,
      refreshToken: refresh_token,
      expiresIn: expires_in,
      user: { ...user },
      recoveryCode: null,
      further,
    };
  }

  #known<T>(call: Promise<T>): Promise<T> {
    return this.#deps.serverFeatures.noteRecoveryCodes(call);
  }

  #requireSession(): Promise<void> {
    return requireSession(this.#deps.session);
  }
}

function toRecord({ id, factor_type, status, friendly_name, created_at, updated_at, ...further }: GoTrueFactor) {
  return {
    id,
    type: factor_type,
    isVerified: status === 'verified',
    friendlyName: friendly_name ?? null,
    createdAt: created_at,
    updatedAt: updated_at,
    further,
  };
}

function toWireProof(proof: FactorProof['proof']): { readonly code: string } | { readonly webauthn: unknown } {
  if ('code' in proof) return { code: proof.code };
  const { credential, ...relyingParty } = proof.webauthn;
  return { webauthn: { ...relyingParty, credential_response: credential } };
}

function toNewCodes({ id, friendly_name, total, codes, ...further }: WireRecoveryCodes): NewRecoveryCodes {
  if (!Array.isArray(codes)) throw incomplete('made recovery codes and sent none');
  return { id, friendlyName: friendly_name ?? null, total, codes, further: withoutType(further) };
}

function withoutType({ type: _, ...further }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return further;
}

function assuranceOf(jwt: string, user: Pick<PortableUser, 'raw'> | null): Assurance {
  const claims = decodeUnverified(jwt);
  const aal = claims?.aal;
  const currentLevel = typeof aal === 'string' ? aal : null;
  const hasVerified = factorsOf(user).some(({ status }) => status === 'verified');
  return { currentLevel, nextLevel: hasVerified ? 'aal2' : currentLevel, methods: amrIn(claims?.amr) };
}

function incomplete(problem: string): InvalidResponseError {
  return new InvalidResponseError({ message: `The server ${problem}`, remedy: 'Check its version.' });
}
