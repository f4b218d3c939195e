import { requireText, requireTotpCode } from '@sallyport/core';
import type { FactorCapabilities, FactorGateway } from '../../domain/factor-gateway.js';
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
import { WebAuthnVocabulary } from './webauthn/webauthn-vocabulary.js';

type Answered = Promise<Answer<unknown>>;

/** GoTrue's words for second factors. No method throws or rejects; `GoTrueMfa` says what each answers. */
export class GoTrueMfaVocabulary {
  readonly webauthn: WebAuthnVocabulary;
  readonly recoveryCodes: RecoveryCodesVocabulary;
  readonly #gateway: FactorGateway;

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
    return answer(async () => views.provedView(await this.#gateway.proveFactor(proofFrom(params))));
  }

  challengeAndVerify(params: unknown): Answered {
    return answer(async () => {
      const [factorId, code] = [factorIdFrom(params), requireTotpCode('code', codeFrom(params))];
      const { id: challengeId } = await this.#gateway.challengeFactor(factorId);
      return views.provedView(await this.#gateway.proveFactor({ factorId, challengeId, proof: { code } }));
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
