import { InputError, isSallyportError, UnsupportedByServerError } from '@sallyport/core/errors';
import { type Answered, answer } from '../../gotrue-api/answer.js';
import { sessionView } from '../../gotrue-api/gotrue-views.js';
import {
  challengeFrom,
  factorIdFrom,
  friendlyNameFrom,
  member,
  proofFrom,
  signalFrom,
  siteInBrowserFrom,
} from '../../gotrue-api/inputs.js';
import { credentialFromJson } from '../../gotrue-api/webauthn-json.js';
import type { CeremonyType, FactorProof, MfaServer, MfaSubject, RelyingParty } from '../../mfa-server.js';
import { type Ceremony, type CeremonySettings, prepareCeremony } from './ceremony.js';

const current: MfaSubject = { of: 'current' };

/** A credential that the browser has made for a challenge. */
interface Made {
  readonly challengeId: string;
  readonly type: CeremonyType;
  readonly credential: Readonly<Record<string, unknown>>;
}

/** Methods of the GoTrue style for WebAuthn, with the part of the browser. */
export class GoTrueMethods {
  readonly #server: MfaServer;
  readonly #isSupported: boolean;

  constructor(server: MfaServer, isSupported: boolean) {
    this.#server = server;
    this.#isSupported = isSupported;
  }

  enroll(params: unknown): Answered {
    return answer(async () => {
      const friendlyName = friendlyNameFrom(params);
      return this.#server.enroll({ type: 'webauthn', friendlyName }, current);
    });
  }

  challenge(params: unknown, overrides?: unknown): Answered {
    return answer(async () => {
      const [factorId, { webauthn }] = [factorIdFrom(params), challengeFrom(params)];
      const settings = { friendlyName: friendlyNameFrom(params), signal: signalFrom(params) };
      const ceremony = await this.#prepare();
      const { challengeId, type, credential } = await this.#make(ceremony, factorId, webauthn, settings, overrides);
      return { factorId, challengeId, webauthn: { type, credential_response: credentialFromJson(credential) } };
    });
  }

  verify(params: unknown): Answered {
    return answer(async () => {
      const proof = proofFrom(params);
      if (proof.webauthn) return this.#verify(proof);
      throw new InputError({ message: 'webauthn is missing', remedy: 'Pass what webauthn.challenge answered.' });
    });
  }

  authenticate(params: unknown, overrides?: unknown): Answered {
    return answer(async () => {
      const factorId = factorIdFrom(params);
      const { site, signal } = inBrowser(params);
      const ceremony = await this.#prepare();
      const made = await this.#make(ceremony, factorId, site(), { signal }, { request: overrides });
      return this.#verify(proofOf(factorId, site(), made));
    });
  }

  register(params: unknown, overrides?: unknown): Answered {
    return answer(async () => {
      const friendlyName = friendlyNameFrom(params);
      const { site, signal } = inBrowser(params);
      const ceremony = await this.#prepare();
      const relyingParty = site();
      const { id } = await this.#enrollAnew(friendlyName);
      const settings = { friendlyName, signal };
      const made = await this.#make(ceremony, id, relyingParty, settings, { create: overrides }).catch(
        async (error) => {
          await this.#forget(id); // or its name would be taken when the user tries again
          throw error;
        },
      );
      return this.#verify(proofOf(id, relyingParty, made));
    });
  }

  // The server's refusal comes before that of the platform.
  #prepare(): Promise<Ceremony> {
    if (this.#isSupported) return prepareCeremony();
    throw new UnsupportedByServerError({
      message: 'This server knows no WebAuthn factors',
      remedy: 'Offer what mfa.capabilities.byFactor lists.',
    });
  }

  async #make(
    ceremony: Ceremony,
    factorId: string,
    site: RelyingParty | undefined,
    settings: CeremonySettings,
    overrides: unknown,
  ): Promise<Made> {
    const { id: challengeId, webauthn } = await this.#server.challenge(factorId, { webauthn: site }, current);
    if (!webauthn) {
      throw new InputError({
        message: 'factorId is of no WebAuthn factor',
        remedy: 'Pass the id of a WebAuthn factor.',
      });
    }
    const { type } = webauthn;
    const own = overrides === undefined || overrides === null ? undefined : member(overrides, type);
    const credential = await ceremony.run(webauthn, { ...settings, overrides: own });
    return { challengeId, type, credential };
  }

  async #verify(proof: FactorProof): Promise<unknown> {
    return sessionView(await this.#server.verify(proof, current));
  }

  // A page that was closed in the middle leaves an unverified factor behind, which keeps the name from being used again.
  async #enrollAnew(friendlyName: string | undefined): Promise<{ readonly id: string }> {
    const enroll = () => this.#server.enroll({ type: 'webauthn', friendlyName }, current);
    try {
      return await enroll();
    } catch (error) {
      const isTaken = isSallyportError(error) && error.code === 'mfa_factor_name_conflict';
      const left = isTaken ? await this.#leftover(friendlyName) : undefined;
      if (left === undefined) throw error;
      await this.#server.unenroll(left);
      return enroll();
    }
  }

  async #leftover(friendlyName: string | undefined): Promise<string | undefined> {
    const listed = await this.#server.list(current);
    const left = listed.find(
      ({ factor }) =>
        factor.factor_type === 'webauthn' &&
        factor.status !== 'verified' &&
        (factor.friendly_name ?? undefined) === friendlyName,
    );
    return left?.factor.id;
  }

  async #forget(factorId: string): Promise<void> {
    try {
      await this.#server.unenroll(factorId);
    } catch {
      // It is the ceremony that has failed. The server removes what is never verified.
    }
  }
}

function inBrowser(params: unknown): { readonly site: () => RelyingParty; readonly signal: AbortSignal | undefined } {
  const webauthn = member(params, 'webauthn') ?? {};
  return { site: () => siteInBrowserFrom(webauthn), signal: signalFrom(webauthn) };
}

function proofOf(factorId: string, site: RelyingParty, { challengeId, type, credential }: Made): FactorProof {
  return { factorId, challengeId, webauthn: { ...site, type, credential_response: credential } };
}
