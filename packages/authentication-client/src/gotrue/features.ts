import { lazy } from '@sallyport/core';
import { onFirstUse } from '../client/on-first-use.js';
import type { GoTruePorts } from './gotrue-ports.js';
import { GoTrueSessionClient } from './session/session-client.js';
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

/** The signed-in user, as the server knows them. */
export const GoTrueCurrentUserFeature = /* @__PURE__ */ deferred(
  ['getCurrentUser'],
  async () => (await loadFirstCalls()).GoTrueAccountClient,
);

/** The account of the user. */
export const GoTrueAccountFeature = /* @__PURE__ */ deferred(
  ['updateProfile', 'updatePassword', 'reauthenticate', 'getUserIdentities', 'linkIdentity', 'unlinkIdentity'],
  async () => (await loadFirstCalls()).GoTrueAccountClient,
);

const SessionCalls = /* @__PURE__ */ deferred(
  ['refreshToken', 'setSession', 'reportSignOut', 'signOutOthers'],
  async () => (await loadFirstCalls()).GoTrueSessionCalls,
);

/** The session on this side, and its calls. */
export class GoTrueSessionFeature extends GoTrueSessionClient {
  constructor(ports: GoTruePorts) {
    super(ports, new SessionCalls(ports));
  }
}
