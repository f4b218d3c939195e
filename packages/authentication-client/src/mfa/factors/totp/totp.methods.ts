import { InputError, InvalidResponseError } from '@sallyport/core/errors';
import type { User } from '@sallyport/core/user';
import { requireCode, requireText } from '@sallyport/core/validation';
import type {
  IMfaAssociation,
  IMfaAuthenticators,
  IMfaConfirmAssociation,
  IMfaDeleteAssociation,
} from '../../authing-api/authing-mfa.types.js';
import { subjectOf } from '../../authing-api/subject-of.js';
import { SharedCalls } from '../../domain/shared-calls.js';
import type { SecondFactors } from '../../factor.js';
import type { MfaServer, TotpSource } from '../../mfa-server.js';

/** The authenticator that a call concerns. With an `mfaToken`, it is one of the pending sign-in. */
export interface TotpOptions {
  authenticatorType: string;
  mfaToken?: string;
  source?: TotpSource;
}

const BY_DEFAULT: TotpOptions = { authenticatorType: 'totp', source: 'SELF' };

/** Methods of the Authing style for authenticator apps. */
export class Methods {
  readonly #secondFactors: SecondFactors;
  readonly #server: MfaServer;
  readonly #confirmations = new SharedCalls();

  constructor(secondFactors: SecondFactors) {
    this.#secondFactors = secondFactors;
    this.#server = secondFactors.server;
  }

  /**
   * Lists bound authenticators.
   *
   * @param options - `type` is `totp`; with an `mfaToken` those of the pending sign-in, else the signed-in user's.
   * @returns None or one; `secret` and `recoveryCode` are `null` once it is enabled.
   */
  async getMfaAuthenticators(
    options: { type: string; mfaToken?: string; source?: TotpSource } = { type: 'totp', source: 'SELF' },
  ): Promise<IMfaAuthenticators> {
    const filter = { type: requireText('type', options?.type), source: toSource(options.source) };
    const listed = await this.#server.list(subjectOf(options.mfaToken), filter);
    // The vendor's type has no null, and code written for it has to compile.
    return listed.flatMap(({ authenticator }) => authenticator ?? []) as IMfaAuthenticators;
  }

  /**
   * Begins to bind an authenticator app: show `qrcode_data_url`, let the user write `recovery_code` down, and confirm
   * with the first code.
   *
   * @param options - `authenticatorType` is `totp`; with an `mfaToken` it is bound on the way through a sign-in.
   */
  async associateMfaAuthenticator(options: TotpOptions = BY_DEFAULT): Promise<IMfaAssociation> {
    const { source, mfaToken } = requireTotp(options);
    const request = { type: 'totp', source: toSource(source), replacesUnnamed: true };
    const { totp } = await this.#server.enroll(request, subjectOf(mfaToken));
    if (!totp) throw withoutSecret();
    const { secret, uri, qr_code: qrCode, recovery_code: recoveryCode = '' } = totp;
    return {
      authenticator_type: 'totp',
      secret,
      qrcode_uri: uri,
      qrcode_data_url: qrCode,
      recovery_code: recoveryCode,
    };
  }

  /** @deprecated The vendor's spelling of `associateMfaAuthenticator`. It stays for good. */
  assosicateMfaAuthenticator(options?: TotpOptions): Promise<IMfaAssociation> {
    return this.associateMfaAuthenticator(options);
  }

  /**
   * Confirms a new authenticator by the code that it shows. The same code may still pass a sign-in, once.
   *
   * @throws {InvalidCodeError} The code is wrong; the authenticator stays unconfirmed.
   */
  async confirmAssociateMfaAuthenticator(
    options: TotpOptions & { totp?: string } = BY_DEFAULT,
  ): Promise<IMfaConfirmAssociation> {
    const { totp, source, mfaToken } = requireTotp(options);
    const code = requireCode('totp', totp);
    const subject = subjectOf(mfaToken);
    const request = { type: 'totp', status: 'unverified', source: toSource(source), proof: { code } } as const;
    await this.#confirmations.run('confirm', [request, subject], async () => {
      // A server that has several resolves to the newest one alone.
      for await (const { factorId } of this.#server.resolve(request, subject)) {
        await this.#server.confirm(factorId, code, subject);
      }
    });
    return { code: 200, message: 'Authenticator bound' };
  }

  /** @deprecated The vendor's spelling of `confirmAssociateMfaAuthenticator`. It stays for good. */
  confirmAssosicateMfaAuthenticator(options?: TotpOptions & { totp?: string }): Promise<IMfaConfirmAssociation> {
    return this.confirmAssociateMfaAuthenticator(options);
  }

  /** Unbinds the signed-in user's authenticator. The next sign-in does not ask for it. */
  async deleteMfaAuthenticator(): Promise<IMfaDeleteAssociation> {
    await this.#server.unenrollAll('totp');
    return { code: 200, message: 'Authenticator unbound' };
  }

  /**
   * Passes the second step with a code of the authenticator app, and signs the user in.
   *
   * @param options - The code, spaces and full-width digits allowed, and `mfaToken` of the `MfaRequiredError`.
   * @throws {InvalidCodeError} The code is wrong or was used before; ask for the next one.
   * @throws {ChallengeExpiredError} The pending sign-in has expired; begin again with the first factor.
   * @throws {RateLimitError} Too many attempts; `retryAfterMs` says how long to wait.
   */
  async verifyTotpMfa(options: { totp: string; mfaToken: string }): Promise<User> {
    const { totp, mfaToken }: Partial<typeof options> = options ?? {};
    return (await this.#secondFactors.verify('totp', { code: requireCode('totp', totp) }, mfaToken)).user;
  }
}

function requireTotp<Options extends TotpOptions>(options: Options): Options {
  if (requireText('authenticatorType', options?.authenticatorType) === 'totp') return options;
  throw new InputError({ message: "authenticatorType must be 'totp'", remedy: "Pass authenticatorType: 'totp'." });
}

function toSource(source: TotpSource | undefined): TotpSource | undefined {
  if (source === undefined || source === 'APPLICATION' || source === 'SELF') return source;
  throw new InputError({ message: "source must be 'APPLICATION' or 'SELF'", remedy: 'Leave source out for SELF.' });
}

function withoutSecret(): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The server began to bind an authenticator and sent no secret',
    remedy: 'Check its version.',
  });
}
