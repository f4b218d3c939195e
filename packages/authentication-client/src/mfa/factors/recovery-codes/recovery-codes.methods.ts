import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';
import type { RecoveredUser } from '../../authing-api/authing-mfa.types.js';
import type { SecondFactors } from '../../factor.js';
import { type Answered, answer } from '../../gotrue-api/answer.js';
import { sessionView } from '../../gotrue-api/gotrue-views.js';
import { friendlyNameFrom, recoveryCodeFrom } from '../../gotrue-api/inputs.js';
import type { MfaServer } from '../../mfa-server.js';

/** The method of the Authing style for recovery codes. */
export class Methods {
  readonly #server: MfaServer;

  constructor({ server }: SecondFactors) {
    this.#server = server;
  }

  /**
   * Passes the second step with the recovery code, for a user who has lost the phone, and signs in. The code is then
   * used up: `recoveryCode` of the result is the one for next time, to be shown now.
   *
   * @throws {InvalidCodeError} The recovery code is wrong or used up.
   */
  async verifyTotpRecoveryCode(options: { recoveryCode: string; mfaToken: string }): Promise<RecoveredUser> {
    const { recoveryCode, mfaToken, totp }: Partial<typeof options & { totp: string }> = options ?? {};
    // The vendor's documentation shows { authenticatorType, totp } here; the wire never took that.
    if (recoveryCode === undefined && totp !== undefined) {
      throw new InputError({
        message: 'recoveryCode is missing; totp is not a field of this call',
        remedy: 'Pass { recoveryCode, mfaToken }.',
      });
    }
    const code = requireText('recoveryCode', recoveryCode).trim();
    const subject = { of: 'sign-in', mfaToken: requireText('mfaToken', mfaToken) } as const;
    const { user, session } = await this.#server.recoveryCodes.verify(code, subject);
    return { ...user, recoveryCode: session.recovery_code ?? null };
  }
}

/** Methods of the GoTrue style for recovery codes. */
export class GoTrueMethods {
  readonly #server: MfaServer;

  constructor(server: MfaServer) {
    this.#server = server;
  }

  getStatus(): Answered {
    return answer(async () => typed(await this.#server.recoveryCodes.getStatus()));
  }

  generate(params?: unknown): Answered {
    return answer(async () => {
      const friendlyName = params === undefined ? undefined : friendlyNameFrom(params);
      return typed(await this.#server.recoveryCodes.generate(friendlyName));
    });
  }

  verify(params: unknown): Answered {
    return answer(async () => {
      const code = recoveryCodeFrom(params);
      return sessionView(await this.#server.recoveryCodes.verify(code, { of: 'current' }));
    });
  }

  regenerate(): Answered {
    return answer(async () => typed(await this.#server.recoveryCodes.regenerate()));
  }

  unenroll(): Answered {
    return answer(async () => ({ id: await this.#server.recoveryCodes.unenroll() }));
  }
}

// Servers leave the type out.
function typed<Codes extends object>(codes: Codes): Codes & { readonly type: 'recovery_code' } {
  return { ...codes, type: 'recovery_code' };
}
