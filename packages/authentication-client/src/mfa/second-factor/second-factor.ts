import { type AuthenticationMethod, ChallengeExpiredError, requireText, type User } from '@sallyport/core';
import type { Enrollment, EnrollmentSource, FacePhotos, TotpEnrollment } from '../domain/enrollment.js';
import type { FactorAnswers, FactorType } from '../domain/factor.js';
import type {
  BindableAddress,
  CompletedSignIn,
  FaceOptions,
  MfaAuthority,
  MfaCapabilities,
  MfaGateway,
  TotpFilter,
} from '../domain/mfa-gateway.js';
import { SharedCalls } from '../domain/shared-calls.js';
import { factors } from '../factors/index.js';

/** Turns a proved second factor into a session. The sign-in feature implements it. */
export interface SignInCompletion {
  /** Runs the call that proves the factor, and begins the session of the user whom it answers. */
  withSecondFactor(
    method: AuthenticationMethod,
    mfaToken: string,
    call: () => Promise<CompletedSignIn>,
  ): Promise<CompletedSignIn>;
  /** Forgets the sign-in of that token, which the server says is over. */
  abandon(mfaToken: string): void;
}

/** Hears of factors that come and go. */
export interface FactorEvents {
  emit(name: 'factorEnrolled' | 'factorRemoved', payload: { readonly factor: FactorType }): void;
}

/** What second factors do to a session, whatever the server and whatever the vocabulary. */
export class SecondFactor {
  readonly #gateway: MfaGateway;
  readonly #signIn: SignInCompletion;
  readonly #events: FactorEvents;
  readonly #calls = new SharedCalls();

  constructor(gateway: MfaGateway, signIn: SignInCompletion, events: FactorEvents) {
    this.#gateway = gateway;
    this.#signIn = signIn;
    this.#events = events;
  }

  /**
   * Proves a factor of a pending sign-in and begins the session. The one that was there stays until then. A call with the
   * same input as one in progress shares its result.
   *
   * @param input - What the person typed, under the names the factor gives it, and the `mfaToken`.
   * @throws {InputError} A field is missing or empty; nothing was sent.
   * @throws {InvalidCodeError} The code is wrong; the sign-in stays pending.
   * @throws {ChallengeExpiredError} The code or the sign-in is over, as `expired` says.
   * @throws {RateLimitError} Too many attempts; `retryAfterMs` says how long to wait.
   */
  async verify<Type extends keyof FactorAnswers>(
    type: Type,
    input: Readonly<Record<string, unknown>>,
  ): Promise<CompletedSignIn> {
    const factor = factors[type];
    const answer = factor.parseAnswer(input);
    const mfaToken = requireText('mfaToken', input.mfaToken);
    return this.#calls.run(type, [answer, mfaToken], () =>
      this.#during(mfaToken, () =>
        this.#signIn.withSecondFactor(factor.method, mfaToken, () => this.#gateway.verify(type, answer, mfaToken)),
      ),
    );
  }

  /** What the server can do. */
  get capabilities(): MfaCapabilities {
    return this.#gateway.capabilities;
  }

  /** Lists bound authenticators. */
  listTotp(filter: TotpFilter, authority: MfaAuthority): Promise<readonly Enrollment[]> {
    return this.#during(authority.mfaToken, () => this.#gateway.listTotp(filter, authority));
  }

  /** Begins to bind an authenticator. */
  enrollTotp(source: EnrollmentSource | undefined, authority: MfaAuthority): Promise<TotpEnrollment> {
    return this.#during(authority.mfaToken, () => this.#gateway.enrollTotp(source, authority));
  }

  /** Confirms a new authenticator by its first code. */
  async confirmTotp(
    input: Readonly<Record<string, unknown>>,
    source: EnrollmentSource | undefined,
    authority: MfaAuthority,
  ): Promise<void> {
    const { code } = factors.totp.parseAnswer(input);
    await this.#calls.run('confirm', [code, source, authority], async () => {
      await this.#during(authority.mfaToken, () => this.#gateway.confirmTotp(code, source, authority));
      this.#events.emit('factorEnrolled', { factor: 'totp' });
    });
  }

  /** Unbinds the signed-in user's authenticator. */
  async unenrollTotp(): Promise<void> {
    await this.#gateway.unenrollTotp();
    this.#events.emit('factorRemoved', { factor: 'totp' });
  }

  /** Enrolls a face. */
  async enrollFace(photos: FacePhotos, authority: MfaAuthority, options?: FaceOptions): Promise<User> {
    const user = await this.#during(authority.mfaToken, () => this.#gateway.enrollFace(photos, authority, options));
    this.#events.emit('factorEnrolled', { factor: 'face' });
    return user;
  }

  /** Tells whether a pending sign-in may bind this address. */
  isAddressBindable(address: BindableAddress, mfaToken: string): Promise<boolean> {
    return this.#during(mfaToken, () => this.#gateway.isAddressBindable(address, mfaToken));
  }

  // The server's word that a pending sign-in is over counts, whatever it was asked.
  async #during<T>(mfaToken: string | undefined, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const isOver = error instanceof ChallengeExpiredError && error.expired === 'sign-in';
      if (isOver && mfaToken !== undefined) this.#signIn.abandon(mfaToken);
      throw error;
    }
  }
}
