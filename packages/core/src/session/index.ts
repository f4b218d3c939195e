export { Session, type SessionSettings, type SessionState } from './session.js';
export type { SessionEvents, SignedOutReason } from './session-events.js';
export type {
  AssuranceLevel,
  AuthenticationMethod,
  NewSession,
  Renewal,
  RenewedSession,
  SessionRecord,
  SessionTokens,
} from './session-record.js';
export { createRecord, parseRecord, type StoredRecord } from './session-record.js';
export { listenForWake } from './wake-signals.js';
