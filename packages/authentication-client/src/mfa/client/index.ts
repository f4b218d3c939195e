export type {
  IMfaAssociation,
  IMfaAuthenticators,
  IMfaConfirmAssociation,
  IMfaDeleteAssociation,
  RecoveredUser,
} from '../authing-api/authing-mfa.types.js';
export type { FactorCapabilities, MfaCapabilities } from '../capabilities.js';
export type { OpenChallenge } from '../domain/challenge-records.js';
export { type OfferedFactor, PendingSignIn, type PendingUser } from '../domain/pending-sign-in.js';
export type { FactorType } from '../factors/index.js';
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
} from '../gotrue-api/gotrue-mfa.types.js';
export type { FaceOptions, RecoveryCodesCall, TotpSource } from '../mfa-server.js';
export type { AuthingMfaClient, MfaClient } from './mfa-client.js';
