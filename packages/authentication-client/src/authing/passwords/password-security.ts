import { type PasswordSecurityLevel, passwordSecurityLevel } from './password-security-level.js';

/** Rates passwords without the server. */
export class PasswordSecurity {
  /**
   * Rates a password on this side, without the server: 3 with twelve characters, small letters, capitals and digits; 2
   * with eight, letters and digits; else 1.
   */
  computedPasswordSecurityLevel(password: string): PasswordSecurityLevel {
    return passwordSecurityLevel(password);
  }
}
