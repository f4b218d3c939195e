import { type GoTrueTokenAnswer, type GoTrueUser, rest } from '@sallyport/core';
import { identified, identifiedUser } from '../../../gotrue/session/identified.js';

/** A factor that was just bound, as the wire has it. */
export interface WireNewFactor {
  readonly id: string;
  readonly type: string;
  readonly friendly_name?: string | undefined;
  readonly totp?: { readonly qr_code: string; readonly secret: string; readonly uri: string } | undefined;
  readonly phone?: string | undefined;
  readonly [further: string]: unknown;
}

/** A challenge as the wire has it. */
export interface WireChallenge {
  readonly id: string;
  readonly type: string;
  /** Epoch seconds. */
  readonly expires_at: number;
  readonly webauthn?:
    | {
        readonly type: 'create' | 'request';
        readonly credential_options: { readonly publicKey: Readonly<Record<string, unknown>> };
      }
    | undefined;
  readonly [further: string]: unknown;
}

/** How many recovery codes there are, as the wire has it. */
export interface WireRecoveryCodesStatus {
  readonly id: string;
  readonly total: number;
  readonly remaining: number;
  readonly [further: string]: unknown;
}

/** New recovery codes as the wire has them. */
export interface WireRecoveryCodes {
  readonly id: string;
  readonly friendly_name?: string | undefined;
  readonly total: number;
  readonly codes: readonly string[];
  readonly [further: string]: unknown;
}

interface EnrollBody {
  readonly friendly_name: string | undefined;
  readonly factor_type: 'totp' | 'phone' | 'webauthn';
  readonly issuer?: string | undefined;
  readonly phone?: string | undefined;
}

interface ChallengeBody {
  readonly factorId: string;
  readonly channel?: 'sms' | 'whatsapp' | undefined;
  readonly webauthn?: unknown;
}

type ProofBody = { readonly challenge_id: string } & ({ readonly code: string } | { readonly webauthn: unknown });

// A server that is older than recovery codes has no such path, or takes it for the id of a factor, which it is not.
const newer = {
  refusals: { 404: 'unsupported', 405: 'unsupported', '404 validation_failed': 'unsupported' },
} as const;

/** The multi-factor endpoints. `bearer` is an access token, where it is not the session's. */
export const goTrueMfaEndpoints = {
  user: rest('GET /user', { credential: 'argument-or-client' })
    .accepts((bearer?: string) => ({ bearer }))
    .returns<GoTrueUser>()
    .maps(identifiedUser),

  enroll: rest('POST /factors', { credential: 'argument-or-client' })
    .accepts((body: EnrollBody, bearer?: string) => ({ body, bearer }))
    .returns<WireNewFactor>()
    .maps(identified),

  challenge: rest('POST /factors/{factorId}/challenge', { credential: 'argument-or-client' })
    .accepts((body: ChallengeBody, bearer?: string) => ({ path: { factorId: body.factorId }, body, bearer }))
    .returns<WireChallenge>()
    .maps(identified),

  verify: rest('POST /factors/{factorId}/verify', { credential: 'argument-or-client' })
    .accepts((factorId: string, body: ProofBody, bearer?: string) => ({ path: { factorId }, body, bearer }))
    .returns<GoTrueTokenAnswer>(),

  // The server has no code of its own for an authenticator that proves something else.
  verifyAuthenticator: rest('POST /factors/{factorId}/verify', {
    credential: 'argument-or-client',
    refusals: { '500 unexpected_failure': 'passkeyRefused' },
  })
    .accepts((factorId: string, body: ProofBody, bearer?: string) => ({ path: { factorId }, body, bearer }))
    .returns<GoTrueTokenAnswer>(),

  unenroll: rest('DELETE /factors/{factorId}', { credential: 'argument-or-client' })
    .accepts((factorId: string, bearer?: string) => ({ path: { factorId }, bearer }))
    .returns<{ readonly id: string }>(),

  recoveryCodesStatus: rest('GET /factors/recovery-codes', newer).returns<WireRecoveryCodesStatus>().maps(identified),

  generateRecoveryCodes: rest('POST /factors/recovery-codes', newer)
    .accepts((friendlyName?: string) => (friendlyName ? { body: { friendly_name: friendlyName } } : {}))
    .returns<WireRecoveryCodes>()
    .maps(identified),

  verifyRecoveryCode: rest('POST /factors/recovery-codes/verify', {
    credential: 'argument-or-client',
    // The server has one code for every wrong proof.
    refusals: { ...newer.refusals, mfa_verification_failed: 'wrongRecoveryCode' },
  })
    .accepts((code: string, bearer?: string) => ({ body: { code }, bearer }))
    .returns<GoTrueTokenAnswer>(),

  regenerateRecoveryCodes: rest('POST /factors/recovery-codes/regenerate', newer)
    .returns<WireRecoveryCodes>()
    .maps(identified),

  unenrollRecoveryCodes: rest('DELETE /factors/recovery-codes', newer)
    .returns<{ readonly id: string }>()
    .maps(identified),
};
