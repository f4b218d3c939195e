import {
  ConflictError,
  clientOf,
  InvalidResponseError,
  type Methods,
  PermissionError,
  type User,
  type Wire,
  type WireUser,
  withCustomData,
} from '@sallyport/core';
import { uploadsEndpoints } from '../../../authing/uploads/uploads.endpoints.js';
import type { Enrollment, EnrollmentSource, FacePhotos, TotpEnrollment } from '../../domain/enrollment.js';
import type { FactorAnswers } from '../../domain/factor.js';
import type {
  BindableAddress,
  CompletedSignIn,
  FaceOptions,
  MfaAuthority,
  MfaGateway,
  TotpFilter,
} from '../../domain/mfa-gateway.js';
import { AUTHING_CAPABILITIES } from './authing-capabilities.js';
import {
  authingMfaEndpoints,
  type TotpSource,
  type WireAuthenticator,
  type WireFacePhotos,
} from './authing-mfa.endpoints.js';

const Rows = /* @__PURE__ */ clientOf(authingMfaEndpoints);
const Uploads = /* @__PURE__ */ clientOf(uploadsEndpoints);

/** The multi-factor API of a server that speaks Authing's v2 wire. */
export class AuthingMfaGateway implements MfaGateway {
  readonly capabilities = AUTHING_CAPABILITIES;
  readonly #wire: Wire;
  readonly #rows: Methods<typeof authingMfaEndpoints>;
  readonly #verifications: { readonly [Type in keyof FactorAnswers]: Verification<FactorAnswers[Type]> };

  constructor(wire: Wire) {
    const rows = new Rows(wire);
    this.#wire = wire;
    this.#rows = rows;
    this.#verifications = {
      totp: async ({ code }, mfaToken) => completed(await rows.verifyTotp(code, mfaToken)),
      sms: async ({ phone, code, phoneCountryCode }, mfaToken) =>
        completed(await rows.verifySms(phone, code, phoneCountryCode, mfaToken)),
      email: async ({ email, code }, mfaToken) => completed(await rows.verifyEmail(email, code, mfaToken)),
      face: async ({ photo }, mfaToken) => completed(await rows.verifyFace(photo, mfaToken)),
      recovery_code: async ({ code }, mfaToken) => {
        const { data, recoveryCode } = await rows.recover(code, mfaToken);
        return completed(data, recoveryCode);
      },
    };
  }

  async listTotp({ type, source }: TotpFilter, { mfaToken }: MfaAuthority): Promise<readonly Enrollment[]> {
    const authenticators = await this.#rows.listAuthenticators({ type, source: toWireSource(source) }, mfaToken);
    return Array.isArray(authenticators) ? authenticators.map(toEnrollment) : [];
  }

  async enrollTotp(source: EnrollmentSource | undefined, authority: MfaAuthority): Promise<TotpEnrollment> {
    const body = { authenticator_type: 'totp', source: toWireSource(source) };
    const association = this.#rows.associateTotp(body, authority.mfaToken);
    const associated = answered(await association.catch((error: unknown) => this.#refuseEnrollment(error, authority)));
    return {
      secret: associated.secret,
      uri: associated.qrcode_uri,
      qrCode: associated.qrcode_data_url,
      recoveryCode: associated.recovery_code,
    };
  }

  // The wire has one code for every enrollment that it forbids. The list shows whether an authenticator is the reason.
  async #refuseEnrollment(error: unknown, authority: MfaAuthority): Promise<never> {
    if (!(error instanceof PermissionError)) throw error;
    const bound = await this.listTotp({ type: 'totp', source: 'self' }, authority).catch(() => []);
    if (!bound.some(({ isVerified }) => isVerified)) throw error;
    const { message, code, status, requestId } = error;
    const remedy = 'Remove the authenticator before binding another one.';
    throw new ConflictError({ message, code, status, requestId, remedy, cause: error });
  }

  async confirmTotp(code: string, source: EnrollmentSource | undefined, { mfaToken }: MfaAuthority): Promise<void> {
    await this.#rows.confirmTotp({ authenticator_type: 'totp', totp: code, source: toWireSource(source) }, mfaToken);
  }

  async unenrollTotp(): Promise<void> {
    await this.#rows.dissociateTotp();
  }

  enrollFace(photos: FacePhotos, { mfaToken }: MfaAuthority, options: FaceOptions = {}): Promise<User> {
    const { onProgress, ...request } = options;
    return this.#wire.with(request).within([], async (wire) => {
      const uploads = new Uploads(wire);
      // A photo without a key would be associated as no photo at all.
      const wirePhotos = await toWirePhotos(photos, async (file) => {
        const { key } = answered(await uploads.upload('face-photo', true, file, onProgress));
        return answered(key || null);
      });
      return withCustomData(answered(await new Rows(wire).associateFace(wirePhotos, mfaToken)));
    });
  }

  async isAddressBindable(address: BindableAddress, mfaToken: string): Promise<boolean> {
    return this.#rows.checkBindable(address, mfaToken);
  }

  verify<Type extends keyof FactorAnswers>(
    type: Type,
    answer: FactorAnswers[Type],
    mfaToken: string,
  ): Promise<CompletedSignIn> {
    return this.#verifications[type](answer, mfaToken);
  }
}

// One file for both is uploaded once, as the vendor's client does.
async function toWirePhotos(photos: FacePhotos, upload: (file: Blob) => Promise<string>): Promise<WireFacePhotos> {
  if (photos.from === 'addresses') return { photoA: photos.base, photoB: photos.compare, isExternal: true };
  const { base, compare } = photos;
  const photoA = await upload(base);
  return { photoA, photoB: compare === base ? photoA : await upload(compare) };
}

type Verification<Answer> = (answer: Answer, mfaToken: string) => Promise<CompletedSignIn>;

function completed(user: WireUser, recoveryCode?: string): CompletedSignIn {
  const signedIn: User = withCustomData(answered(user));
  return { user: signedIn, recoveryCode: recoveryCode ?? null };
}

function answered<Answer>(answer: Answer): NonNullable<Answer> {
  if (answer !== null && answer !== undefined) return answer;
  throw new InvalidResponseError({
    message: 'The server agreed and sent nothing',
    remedy: 'Check that the address is the identity server’s.',
  });
}

function toWireSource(source: EnrollmentSource | undefined): TotpSource | undefined {
  if (source === undefined) return undefined;
  return source === 'application' ? 'APPLICATION' : 'SELF';
}

function toEnrollment(authenticator: WireAuthenticator): Enrollment {
  const { id, userId, enable, source, createdAt, updatedAt, secret, recoveryCode } = authenticator;
  return {
    id,
    userId,
    isVerified: enable,
    source: source === undefined ? null : source === 'APPLICATION' ? 'application' : 'self',
    createdAt,
    updatedAt,
    secret: secret ?? null,
    recoveryCode: recoveryCode ?? null,
  };
}
