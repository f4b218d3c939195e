export type { OpenChallenge } from './domain/challenge-records.js';
export type { FactorType } from './domain/factor.js';
export type { FactorCapabilities, RecoveryCodesCall } from './domain/factor-gateway.js';
export type { FaceOptions, MfaCapabilities } from './domain/mfa-gateway.js';
export { type OfferedFactor, PendingSignIn, type PendingUser } from './domain/pending-sign-in.js';
export type { MfaClient } from './mfa-client.js';
export type {
  IMfaAssociation,
  IMfaAuthenticators,
  IMfaConfirmAssociation,
  IMfaDeleteAssociation,
  RecoveredUser,
  TotpSource,
} from './vocabularies/authing/authing-mfa.types.js';
export type { AuthingMfaClient } from './vocabularies/authing/authing-mfa-client.js';
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
} from './vocabularies/gotrue/gotrue-mfa.types.js';
