/** What the server says of a password that somebody would like to have. */
export interface CheckPasswordStrengthResult {
  valid: boolean;
  message?: string | null;
}
