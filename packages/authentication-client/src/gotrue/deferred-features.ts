import { lazy } from '@sallyport/core';
import { onFirstUse } from '../client/on-first-use.js';
import type { MfaGateway } from '../mfa/domain/mfa-gateway.js';
import type { GoTrueAccountClient } from './account/account-client.js';
import type { GoTrueCodesClient } from './codes/codes-client.js';
import type { GoTrueContext } from './gotrue-context.js';

const loadAfterFirstPaint = lazy(() => import('./after-first-paint.js'));

// What a page needs after its first paint, if at all. Each is loaded with the first call of one of its methods.

export const GoTrueAccountFeature = onFirstUse<GoTrueContext, GoTrueAccountClient>(
  {
    getCurrentUser: true,
    updateProfile: true,
    updatePassword: true,
    reauthenticate: true,
    getUserIdentities: true,
    linkIdentity: true,
    unlinkIdentity: true,
  },
  async () => (await loadAfterFirstPaint()).GoTrueAccountClient,
);

export const GoTrueCodesFeature = onFirstUse<GoTrueContext, GoTrueCodesClient>(
  { sendEmail: true, sendSmsCode: true, resend: true },
  async () => (await loadAfterFirstPaint()).GoTrueCodesClient,
);

const MfaCalls = onFirstUse<GoTrueContext, Omit<MfaGateway, 'capabilities'>>(
  {
    listTotp: true,
    enrollTotp: true,
    confirmTotp: true,
    unenrollTotp: true,
    enrollFace: true,
    isAddressBindable: true,
    verify: true,
  },
  async () => (await loadAfterFirstPaint()).GoTrueMfaGateway,
);

/** The gateway for the words that know kinds of factors alone. What the server can do is known at once. */
export function deferredMfaGateway(context: GoTrueContext): MfaGateway {
  const calls = new MfaCalls(context);
  const capabilities = { get: () => context.serverFeatures.capabilities, enumerable: true };
  // The getter is what the first half lacks of a gateway; the compiler does not follow `defineProperty`.
  return Object.defineProperty(calls, 'capabilities', capabilities) as typeof calls & MfaGateway;
}
