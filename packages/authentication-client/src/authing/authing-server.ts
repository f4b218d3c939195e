import { lazy } from '@sallyport/core/loading';
import type { ClientServer } from '../client/compose.js';
import { onFirstUse } from '../client/on-first-use.js';
import type { AuthingPorts } from './authing-ports.js';
import { authingAs, authingWith } from './open-authing.js';
import { SignOutClient } from './session/sign-out-client.js';

const loadFirstCalls = /* @__PURE__ */ lazy(() => import('./first-calls.js'));

const deferred = /* @__PURE__ */ onFirstUse<AuthingPorts>();

/** The signed-in user, as the server knows them. */
const CurrentUserFeature = /* @__PURE__ */ deferred(
  ['getCurrentUser'],
  async () => (await loadFirstCalls()).ProfileClient,
);

/** The renewal of the session. */
const RefreshTokenFeature = /* @__PURE__ */ deferred(
  ['refreshToken'],
  async () => (await loadFirstCalls()).SessionCallsClient,
);

/** Reports of a sign-out to the server. */
export const SignOutReports = /* @__PURE__ */ deferred(['report'], async () => (await loadFirstCalls()).SignOutReport);

/** The end of a session, or of a sign-in. */
const SignOutFeature: new (ports: AuthingPorts) => SignOutClient = class extends SignOutClient {
  constructor(ports: AuthingPorts) {
    super(ports, new SignOutReports(ports));
  }
};

const essentials = [CurrentUserFeature, RefreshTokenFeature, SignOutFeature] as const;

/** Servers with Authing's wire, as their clients are composed. */
export const authingServer: ClientServer<AuthingPorts, typeof essentials> = {
  essentials,
  with: authingWith,
  as: authingAs,
};
