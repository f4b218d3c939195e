import type { Refusal } from '../domain/refusal.js';
import { MfaDemand } from '../domain/sign-in/mfa-demand.js';
import { REFUSAL_CODES } from './refusal-codes.js';

/** A refusal as the wire has it: the members of the envelope, and what HTTP adds. */
export interface RefusalAnswer {
  readonly body: { readonly code: number; readonly message: string; readonly data: unknown };
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Writes a refusal in the words of the wire. */
export function refusalAnswer(refusal: Refusal): RefusalAnswer {
  const { code, status = 200 } = REFUSAL_CODES[refusal.reason];
  const { message, retryAfterSeconds } = refusal;
  const data = refusal instanceof MfaDemand ? demandView(refusal) : (refusal.data ?? null);
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { body: { code, message, data }, status, headers };
}

/** What the second step needs to know. */
function demandView({ demand }: MfaDemand): Readonly<Record<string, unknown>> {
  const { account, mfaToken, offered, isPersonal, totpEnabled, faceEnabled } = demand;
  return {
    mfaToken,
    ...(isPersonal ? {} : { applicationMfa: offered.map((mfaPolicy, sort) => ({ mfaPolicy, status: 1, sort })) }),
    totpMfaEnabled: totpEnabled,
    faceMfaEnabled: faceEnabled,
    email: account.email,
    phone: account.phone,
    phoneCountryCode: account.phoneCountryCode,
    mfaEmail: account.mfaEmail,
    mfaPhone: account.mfaPhone,
    mfaPhoneCountryCode: account.mfaPhoneCountryCode,
    nickname: account.texts.nickname ?? null,
    username: account.username,
    avatar: account.texts.photo ?? null,
  };
}
