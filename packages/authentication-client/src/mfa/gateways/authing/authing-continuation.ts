import { type AuthenticationMethod, decodeUnverified, type MfaDemand, type MfaRequiredError } from '@sallyport/core';
import { maskedIdentifier } from '../../domain/masked-identifier.js';
import { type OfferedFactor, PendingSignIn, type PendingUser } from '../../domain/pending-sign-in.js';

/** What the vendor's sample token lives for, where a token does not say. */
const USUAL_LIFETIME_MS = 360_000;

/**
 * Reads the continuation out of the error that demands a second factor; `null` when it carries no `mfaToken`, without
 * which nothing can go on.
 *
 * @param now - Epoch milliseconds. The token's own lifetime is counted from here, so a wrong clock does no harm.
 */
export function continuationFromAuthing(
  error: MfaRequiredError,
  passed: readonly AuthenticationMethod[],
  now: number,
): PendingSignIn | null {
  const demand = error.data;
  const { mfaToken } = demand;
  if (mfaToken === '') return null;
  return new PendingSignIn({
    mfaToken,
    passed,
    offered: Number(error.code) === 1635 ? [totp(true)] : offeredByApplication(demand),
    user: userOf(demand),
    expiresAt: now + lifetimeMs(mfaToken),
  });
}

function userOf({ email, phone, username, name, nickname, avatar, photo }: MfaDemand): PendingUser {
  return {
    identifier: maskedIdentifier(text(email), text(phone)),
    username: text(username),
    name: text(name),
    nickname: text(nickname),
    avatar: text(avatar) ?? text(photo),
  };
}

function offeredByApplication(demand: MfaDemand): readonly OfferedFactor[] {
  const policies: readonly unknown[] = Array.isArray(demand.applicationMfa) ? demand.applicationMfa : [];
  return policies
    .filter((policy): policy is { mfaPolicy: string; status?: number; sort?: number } => isPolicy(policy))
    .filter(({ status }) => status !== 0)
    .sort((one, other) => (one.sort ?? 0) - (other.sort ?? 0))
    .map(({ mfaPolicy }) => offer(mfaPolicy, demand));
}

function isPolicy(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'mfaPolicy' in value && typeof value.mfaPolicy === 'string';
}

function offer(policy: string, demand: MfaDemand): OfferedFactor {
  if (policy === 'OTP') return totp(demand.totpMfaEnabled === true);
  if (policy === 'SMS') {
    const bound = text(demand.mfaPhone);
    const address = bound ?? text(demand.phone);
    const phoneCountryCode = text(bound ? demand.mfaPhoneCountryCode : demand.phoneCountryCode);
    return { type: 'sms', isEnrolled: address !== null, address, phoneCountryCode };
  }
  if (policy === 'EMAIL') {
    const address = text(demand.mfaEmail) ?? text(demand.email);
    return { type: 'email', isEnrolled: address !== null, address, phoneCountryCode: null };
  }
  // A policy that is newer than this client is told by its name, so that a screen can at least mention it.
  const isEnrolled = policy === 'FACE' && demand.faceMfaEnabled === true;
  return { type: policy.toLowerCase(), isEnrolled, address: null, phoneCountryCode: null };
}

function totp(isEnrolled: boolean): OfferedFactor {
  return { type: 'totp', isEnrolled, address: null, phoneCountryCode: null };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function lifetimeMs(mfaToken: string): number {
  const { exp, iat } = decodeUnverified(mfaToken) ?? {};
  return typeof exp === 'number' && typeof iat === 'number' && exp > iat ? (exp - iat) * 1000 : USUAL_LIFETIME_MS;
}
