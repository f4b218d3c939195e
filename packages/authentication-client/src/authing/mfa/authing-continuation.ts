import type { MfaDemand, MfaRequiredError } from '@sallyport/core/errors';
import { decodeUnverified } from '@sallyport/core/jwt';
import type { AuthenticationMethod } from '@sallyport/core/session';
import { maskedIdentifier } from '../../mfa/domain/masked-identifier.js';
import { type OfferedFactor, PendingSignIn, type PendingUser } from '../../mfa/domain/pending-sign-in.js';
import { presentText as text } from '../../mfa/factor.js';
import { authingOffers } from '../../mfa/factors/index.js';

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
    offered:
      Number(error.code) === 1635 ? [offer('OTP', { ...demand, totpMfaEnabled: true })] : offeredByApplication(demand),
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

// A policy that is newer than this client is offered by its name, so that a screen can at least mention it.
function offer(policy: string, demand: MfaDemand): OfferedFactor {
  const known = authingOffers.find((each) => each.policy === policy);
  const unknown = { isEnrolled: false, address: null, phoneCountryCode: null };
  return { ...unknown, ...known?.read(demand), type: known?.name ?? policy.toLowerCase() };
}

function lifetimeMs(mfaToken: string): number {
  const { exp, iat } = decodeUnverified(mfaToken) ?? {};
  return typeof exp === 'number' && typeof iat === 'number' && exp > iat ? (exp - iat) * 1000 : USUAL_LIFETIME_MS;
}
