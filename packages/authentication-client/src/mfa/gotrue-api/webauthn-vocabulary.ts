import { InputError, isSallyportError, UnsupportedByServerError } from '@sallyport/core';
import type {
  CeremonyType,
  FactorCapabilities,
  FactorGateway,
  FactorProof,
  RelyingParty,
} from '../domain/factor-gateway.js';
import { type Answer, answer } from './answer.js';
import { type Ceremony, type CeremonySettings, prepareCeremony } from './ceremony.js';
import { enrolledView, provedView } from './gotrue-views.js';
import {
  challengeFrom,
  factorIdFrom,
  friendlyNameFrom,
  member,
  proofFrom,
  signalFrom,
  siteInBrowserFrom,
} from './inputs.js';
import { credentialFromJson } from './webauthn-json.js';

type Answered = Promise<Answer<unknown>>;

/** A credential that the browser has made for a challenge. */
interface Made {
  readonly challengeId: string;
  readonly type: CeremonyType;
  readonly credential: Readonly<Record<string, unknown>>;
}

/** WebAuthn in GoTrue's words, with the browser's part in it. */
export class WebAuthnVocabulary {
  readonly #gateway: FactorGateway;
  readonly #capabilities: FactorCapabilities;

  constructor(gateway: FactorGateway, capabilities: FactorCapabilities) {
    this.#gateway = gateway;
    this.#capabilities = capabilities;
  }

  enroll(params: unknown): Answered {
    return answer(async () => {
      const friendlyName = friendlyNameFrom(params);
      return enrolledView(await this.#gateway.enrollFactor({ type: 'webauthn', friendlyName }));
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
      if ('webauthn' in proof.proof) return this.#prove(proof);
      throw new InputError({ message: 'webauthn is missing', remedy: 'Pass what webauthn.challenge answered.' });
    });
  }

  authenticate(params: unknown, overrides?: unknown): Answered {
    return answer(async () => {
      const factorId = factorIdFrom(params);
      const { site, signal } = inBrowser(params);
      const ceremony = await this.#prepare();
      const made = await this.#make(ceremony, factorId, site(), { signal }, { request: overrides });
      return this.#prove(proofOf(factorId, site(), made));
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
      return this.#prove(proofOf(id, relyingParty, made));
    });
  }

  // What this server will never do is told before what this platform cannot.
  #prepare(): Promise<Ceremony> {
    if (this.#capabilities.verify.includes('webauthn')) return prepareCeremony();
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
    const { id: challengeId, webauthn } = await this.#gateway.challengeFactor(factorId, { webauthn: site });
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

  async #prove(proof: FactorProof): Promise<unknown> {
    return provedView(await this.#gateway.proveFactor(proof));
  }

  // A page that was closed in the middle leaves an unverified factor behind, which keeps the name from being used again.
  async #enrollAnew(friendlyName: string | undefined): Promise<{ readonly id: string }> {
    const enroll = () => this.#gateway.enrollFactor({ type: 'webauthn', friendlyName });
    try {
      return await enroll();
    } catch (error) {
      const isTaken = isSallyportError(error) && error.code === 'mfa_factor_name_conflict';
      const left = isTaken ? await this.#leftover(friendlyName) : undefined;
      if (left === undefined) throw error;
      await this.#gateway.unenrollFactor(left);
      return enroll();
    }
  }

  async #leftover(friendlyName: string | undefined): Promise<string | undefined> {
    const factors = await this.#gateway.listFactors();
    const left = factors.find(
      (each) => each.type === 'webauthn' && !each.isVerified && each.friendlyName === (friendlyName ?? null),
    );
    return left?.id;
  }

  async #forget(factorId: string): Promise<void> {
    try {
      await this.#gateway.unenrollFactor(factorId);
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
  return { factorId, challengeId, proof: { webauthn: { ...site, type, credential } } };
}
