// The sending half of a client, which loads with the first call: wires, errors of their answers, renewal of the session.
export { AuthingWire, type AuthingWireSettings } from './authing/authing-wire.js';
export { openWire } from './authing/open-wire.js';
export { type EncryptFunction, type Encryption, PasswordEncryption } from './authing/password-encryption.js';
export { type AuthingFailure, errorFromAuthing } from './errors/from-authing.js';
export { redact } from './errors/redact.js';
export { GoTrueWire, type GoTrueWireSettings } from './gotrue/gotrue-wire.js';
export { openGoTrueWire } from './gotrue/open-gotrue-wire.js';
export { RowWire, type RowWireSettings } from './http/row-wire.js';
export { SessionRenewal, type SessionRenewalSettings, type TokenRenewer } from './session/session-renewal.js';
