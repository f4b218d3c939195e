import { randomBytes } from 'node:crypto';

/** Seconds for which a code stands, as every authenticator app has it. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
// One step to either side: the phone's clock, and the time to type (RFC 6238, 5.2).
const WINDOW = 1;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Makes a secret of 160 bits, in Base32 (RFC 4226, 4, R6). */
export function newTotpSecret(): string {
  // 256 is a multiple of 32, so each character is as likely as the others.
  return Array.from(randomBytes(32), (byte) => BASE32[byte % 32]).join('');
}

/** Reads a secret that somebody typed; `null` when it is not Base32 or is too short to protect anything. */
export function parseTotpSecret(text: string): string | null {
  const secret = text.toUpperCase().replace(/[\s-]/g, '').replace(/=+$/, '');
  return /^[A-Z2-7]{16,128}$/.test(secret) ? secret : null;
}

/** Tells for which time step a code stands, of those that count now; `null` when for none. */
export async function stepOfCode(secret: string, code: string, nowMs: number): Promise<number | null> {
  const { Secret, TOTP } = await import('otpauth');
  const totp = new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
  });
  const delta = totp.validate({ token: code, timestamp: nowMs, window: WINDOW });
  return delta === null ? null : currentStep(nowMs) + delta;
}

/** Whether a code of this step could still be accepted. */
export function couldReturn(step: number, nowMs: number): boolean {
  return step >= currentStep(nowMs) - WINDOW;
}

function currentStep(nowMs: number): number {
  return Math.floor(nowMs / 1_000 / PERIOD_SECONDS);
}

/** The URI that an authenticator app reads from a QR code. */
export function totpUri(issuer: string, accountName: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(accountName)}`;
  const query = `secret=${secret}&period=${PERIOD_SECONDS}&digits=${DIGITS}&algorithm=SHA1`;
  return `otpauth://totp/${label}?${query}&issuer=${encodeURIComponent(issuer)}`;
}
