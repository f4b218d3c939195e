import { lazy } from '@sallyport/core/loading';
import { onFirstUse } from '../client/on-first-use.js';
import { subClient } from '../client/sub-client.js';
import type { MfaClient, MfaClientOf } from '../mfa/client/mfa-client.js';
import type { Factor } from '../mfa/factor.js';
import { goTrueFactors } from '../mfa/factors/index.js';
import type { GoTruePorts } from './gotrue-ports.js';
import { goTrueMfa } from './mfa.js';
import { GoTrueLinksClient } from './sign-in/links-client.js';

const loadFirstCalls = /* @__PURE__ */ lazy(() => import('./first-calls.js'));

const deferred = /* @__PURE__ */ onFirstUse<GoTruePorts>();

// Features whose code loads with the first call of one of their methods.

/** Sign-in by a password. */
export const GoTruePasswordSignInFeature = /* @__PURE__ */ deferred(
  ['loginByEmail', 'loginByPhonePassword'],
  async () => (await loadFirstCalls()).GoTrueSignInClient,
);

/** Sign-in by a code that was sent. */
export const GoTrueCodeSignInFeature = /* @__PURE__ */ deferred(
  ['loginByEmailCode', 'loginByPhoneCode', 'verifyOtp'],
  async () => (await loadFirstCalls()).GoTrueSignInClient,
);

const LinkCalls = /* @__PURE__ */ deferred(
  ['completeRedirect', 'exchangeCodeForSession'],
  async () => (await loadFirstCalls()).GoTrueSignInClient,
);

/** Sign-in by links in messages. */
export class GoTrueLinksFeature extends GoTrueLinksClient {
  constructor(ports: GoTruePorts) {
    super(new LinkCalls(ports));
  }
}

/** Registration. */
export const GoTrueSignUpFeature = /* @__PURE__ */ deferred(
  ['registerByEmail', 'registerByPhonePassword', 'registerByEmailCode', 'registerByPhoneCode', 'signInAnonymously'],
  async () => (await loadFirstCalls()).GoTrueSignUpClient,
);

/** Codes and links by SMS and email. */
export const GoTrueCodesFeature = /* @__PURE__ */ deferred(
  ['sendEmail', 'sendSmsCode', 'resend'],
  async () => (await loadFirstCalls()).GoTrueCodesClient,
);

/** The profile of the user. */
export const GoTrueProfileFeature = /* @__PURE__ */ deferred(
  ['updateProfile', 'updatePassword', 'reauthenticate'],
  async () => (await loadFirstCalls()).GoTrueAccountClient,
);

/** The user's identities at other providers. */
export const GoTrueIdentitiesFeature = /* @__PURE__ */ deferred(
  ['getUserIdentities', 'linkIdentity', 'unlinkIdentity'],
  async () => (await loadFirstCalls()).GoTrueAccountClient,
);

/** Tokens from elsewhere. */
export const GoTrueSetSessionFeature = /* @__PURE__ */ deferred(
  ['setSession'],
  async () => (await loadFirstCalls()).GoTrueSessionCalls,
);

export interface GoTrueMfaMembers<Member extends Factor> {
  /** Second factors. They work while one is pending. */
  readonly mfa: MfaClientOf<Member>;
}

/** Second factors of these kinds. */
export function goTrueMfaFeature<Member extends Factor>(
  factors: readonly Member[],
): new (
  ports: GoTruePorts,
) => GoTrueMfaMembers<Member> {
  return subClient('mfa', (ports) => goTrueMfa(ports, factors));
}

export interface GoTrueEveryFactorMembers {
  /** Second factors. They work while one is pending. */
  readonly mfa: MfaClient;
}

/** Second factors of every kind. Its type knows the published types of the GoTrue style where they are installed. */
export const GoTrueEveryFactorFeature = /* @__PURE__ */ subClient<GoTruePorts, GoTrueEveryFactorMembers>(
  'mfa',
  (ports) => goTrueMfa(ports, goTrueFactors),
);
