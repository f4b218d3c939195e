import { requireText, requireTotpCode } from '@sallyport/core/validation';
import { SharedCalls } from '../domain/shared-calls.js';
import type { Factor } from '../factor.js';
import { factorTraits } from '../factors/index.js';
import type { ListedFactor, MfaServer, MfaSubject } from '../mfa-server.js';
import { type Answered, answer } from './answer.js';
import { assuranceView, challengeView, sessionView } from './gotrue-views.js';
import { challengeFrom, codeFrom, enrollmentFrom, factorIdFrom, proofFrom } from './inputs.js';

// The style names no sign-in: a pending one is meant before the session.
const current: MfaSubject = { of: 'current' };

/** Methods of the GoTrue style that belong to no single factor. `GoTrueMfa` describes their answers. */
export class GoTrueApi {
  readonly #server: MfaServer;
  readonly #factors: readonly Factor[];
  readonly #calls = new SharedCalls();

  constructor(server: MfaServer, factors: readonly Factor[]) {
    this.#server = server;
    this.#factors = factors;
  }

  enroll(params: unknown): Answered {
    return answer(() => this.#server.enroll(enrollmentFrom(params, this.#factors), current));
  }

  challenge(params: unknown): Answered {
    return answer(async () => {
      const [factorId, request] = [factorIdFrom(params), challengeFrom(params)];
      return challengeView(await this.#server.challenge(factorId, request, current));
    });
  }

  verify(params: unknown): Answered {
    return answer(async () => {
      const proof = proofFrom(params);
      return sessionView(await this.#calls.run('verify', proof, () => this.#server.verify(proof, current)));
    });
  }

  challengeAndVerify(params: unknown): Answered {
    return answer(async () => {
      const [factorId, code] = [factorIdFrom(params), requireTotpCode('code', codeFrom(params))];
      const verification = await this.#calls.run('challengeAndVerify', [factorId, code], async () => {
        const { id: challengeId } = await this.#server.challenge(factorId, {}, current);
        return this.#server.verify({ factorId, challengeId, code }, current);
      });
      return sessionView(verification);
    });
  }

  unenroll(params: unknown): Answered {
    return answer(async () => {
      const id = factorIdFrom(params);
      await this.#server.unenroll(id);
      return { id };
    });
  }

  listFactors(): Answered {
    return answer(async () => factorsView(await this.#server.list(current)));
  }

  getAuthenticatorAssuranceLevel(jwt?: unknown): Answered {
    return answer(async () => {
      const token = jwt === undefined || jwt === null ? undefined : requireText('jwt', jwt);
      return assuranceView(await this.#server.assurance(token));
    });
  }
}

function factorsView(listed: readonly ListedFactor[]) {
  const all = listed.map(({ factor }) => factor);
  const groups = factorTraits.filter((traits) => 'isGrouped' in traits);
  const verified = (type: string) => all.filter((each) => each.factor_type === type && each.status === 'verified');
  return { all, ...Object.fromEntries(groups.map(({ type }) => [type, verified(type)])) };
}
