import { requireText, requireTotpCode } from '@sallyport/core';
import type { FactorCapabilities, FactorGateway } from '../domain/factor-gateway.js';
import { SharedCalls } from '../domain/shared-calls.js';
import { type Answer, answer } from './answer.js';
import * as views from './gotrue-views.js';
import {
  challengeFrom,
  codeFrom,
  enrollmentFrom,
  factorIdFrom,
  friendlyNameFrom,
  proofFrom,
  recoveryCodeFrom,
} from './inputs.js';
import { WebAuthnVocabulary } from './webauthn-vocabulary.js';

type Answered = Promise<Answer<unknown>>;

/** GoTrue's words for second factors. No method throws or rejects; `GoTrueMfa` says what each answers. */
export class GoTrueMfaVocabulary {
  readonly webauthn: WebAuthnVocabulary;
  readonly recoveryCodes: RecoveryCodesVocabulary;
  readonly #gateway: FactorGateway;
  readonly #calls = new SharedCalls();

  constructor(gateway: FactorGateway, capabilities: FactorCapabilities) {
    this.#gateway = gateway;
    this.webauthn = new WebAuthnVocabulary(gateway, capabilities);
    this.recoveryCodes = new RecoveryCodesVocabulary(gateway);
  }

  enroll(params: unknown): Answered {
    return answer(async () => views.enrolledView(await this.#gateway.enrollFactor(enrollmentFrom(params))));
  }

  challenge(params: unknown): Answered {
    return answer(async () => {
      const challenge = await this.#gateway.challengeFactor(factorIdFrom(params), challengeFrom(params));
      return views.challengeView(challenge);
    });
  }

  verify(params: unknown): Answered {
    return answer(async () => {
      const proof = proofFrom(params);
      return views.provedView(await this.#calls.run('verify', proof, () => this.#gateway.proveFactor(proof)));
    });
  }

  challengeAndVerify(params: unknown): Answered {
    return answer(async () => {
      const [factorId, code] = [factorIdFrom(params), requireTotpCode('code', codeFrom(params))];
      const proved = await this.#calls.run('challengeAndVerify', [factorId, code], async () => {
        const { id: challengeId } = await this.#gateway.challengeFactor(factorId);
        return this.#gateway.proveFactor({ factorId, challengeId, proof: { code } });
      });
      return views.provedView(proved);
    });
  }

  unenroll(params: unknown): Answered {
    return answer(async () => {
      const id = factorIdFrom(params);
      await this.#gateway.unenrollFactor(id);
      return { id };
    });
  }

  listFactors(): Answered {
    return answer(async () => views.factorsView(await this.#gateway.listFactors()));
  }

  getAuthenticatorAssuranceLevel(jwt?: unknown): Answered {
    return answer(async () => {
      const token = jwt === undefined || jwt === null ? undefined : requireText('jwt', jwt);
      return views.assuranceView(await this.#gateway.assurance(token));
    });
  }
}

class RecoveryCodesVocabulary {
  readonly #gateway: FactorGateway;

  constructor(gateway: FactorGateway) {
    this.#gateway = gateway;
  }

  getStatus(): Answered {
    return answer(async () => views.recoveryCodesStatusView(await this.#gateway.recoveryCodesStatus()));
  }

  generate(params?: unknown): Answered {
    return answer(async () => {
      const friendlyName = params === undefined ? undefined : friendlyNameFrom(params);
      return views.recoveryCodesView(await this.#gateway.generateRecoveryCodes(friendlyName));
    });
  }

  verify(params: unknown): Answered {
    return answer(async () => views.provedView(await this.#gateway.proveRecoveryCode(recoveryCodeFrom(params))));
  }

  regenerate(): Answered {
    return answer(async () => views.recoveryCodesView(await this.#gateway.regenerateRecoveryCodes()));
  }

  unenroll(): Answered {
    return answer(async () => ({ id: await this.#gateway.unenrollRecoveryCodes() }));
  }
}
