export type {
  IMfaAssociation,
  IMfaAuthenticators,
  IMfaConfirmAssociation,
  IMfaDeleteAssociation,
  RecoveredUser,
  TotpSource,
} from './authing-api/authing-mfa.types.js';
export type { AuthingMfaClient } from './authing-api/authing-mfa-client.js';
export type { OpenChallenge } from './domain/challenge-records.js';
export type { FactorType } from './domain/factor.js';
export type { FactorCapabilities, RecoveryCodesCall } from './domain/factor-gateway.js';
export type { FaceOptions, MfaCapabilities } from './domain/mfa-gateway.js';
export { type OfferedFactor, PendingSignIn, type PendingUser } from './domain/pending-sign-in.js';
export type {
  GoTrueCeremony,
  GoTrueCeremonyError,
  GoTrueChallengedWebAuthn,
  GoTrueEnrolledPhone,
  GoTrueEnrolledTotp,
  GoTrueEnrolledWebAuthn,
  GoTrueErrorDetails,
  GoTrueMfa,
  GoTrueMfaError,
  GoTrueMfaFactor,
  GoTrueRecoveryCodeSet,
  GoTrueRecoveryCodes,
  GoTrueResult,
  GoTrueVerified,
  GoTrueWebAuthn,
} from './gotrue-api/gotrue-mfa.types.js';
export type { MfaClient } from './mfa-client.js';
