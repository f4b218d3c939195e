import { lazy } from '@sallyport/core/loading';
import type { ClientServer } from '../client/compose.js';
import { onFirstUse } from '../client/on-first-use.js';
import type { GoTruePorts } from './gotrue-ports.js';
import { goTrueAs, goTrueWith } from './open-gotrue.js';
import { GoTrueSignOutClient } from './session/sign-out-client.js';

const loadFirstCalls = /* @__PURE__ */ lazy(() => import('./first-calls.js'));

const deferred = /* @__PURE__ */ onFirstUse<GoTruePorts>();

/** The signed-in user, as the server knows them. */
const CurrentUserFeature = /* @__PURE__ */ deferred(
  ['getCurrentUser'],
  async () => (await loadFirstCalls()).GoTrueAccountClient,
);

/** The renewal of the session. */
const RefreshTokenFeature = /* @__PURE__ */ deferred(
  ['refreshToken'],
  async () => (await loadFirstCalls()).GoTrueSessionCalls,
);

const SignOutCalls = /* @__PURE__ */ deferred(
  ['reportSignOut', 'signOutOthers'],
  async () => (await loadFirstCalls()).GoTrueSessionCalls,
);

/** The end of a session, or of a sign-in. */
const SignOutFeature: new (ports: GoTruePorts) => GoTrueSignOutClient = class extends GoTrueSignOutClient {
  constructor(ports: GoTruePorts) {
    super(ports, new SignOutCalls(ports));
  }
};

const essentials = [CurrentUserFeature, RefreshTokenFeature, SignOutFeature] as const;

/** Servers with GoTrue's wire, as their clients are composed. */
export const goTrueServer: ClientServer<GoTruePorts, typeof essentials> = {
  essentials,
  with: goTrueWith,
  as: goTrueAs,
};
