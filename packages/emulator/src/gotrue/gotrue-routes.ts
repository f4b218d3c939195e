import type { Domain } from '../domain/create-domain.js';
import type { Handler } from '../http/context.js';
import { HttpRefusal } from '../http/http-refusal.js';
import type { RouteTable } from '../http/route-table.js';
import type { AssuredTokenSigner } from '../keys/assured-token-signer.js';
import { mountAdmin } from './admin/admin.js';
import { mountAuthorize } from './authorize/authorize.js';
import { mountCodes } from './codes/codes.js';
import { mountFactors } from './factors/factors.js';
import { Gate } from './gate.js';
import type { GotrueContext } from './gotrue-context.js';
import { mountMetadata } from './metadata/metadata.js';
import { mountRecoveryCodes } from './recovery-codes/recovery-codes.js';
import { refusing } from './refusing.js';
import { mountSignUp } from './sign-up/sign-up.js';
import { mountSwitchedOff } from './switched-off/switched-off.js';
import { mountToken } from './token/token.js';
import { TokenAnswers } from './token-answer.js';
import { mountReauthentication } from './user/reauthentication.js';
import { mountUnlinkIdentity } from './user/unlink-identity.js';
import { mountUser } from './user/user.js';
import { UserMessages } from './user-messages.js';
import { mountVerify } from './verify/verify.js';

/** What the routes of this wire need. */
interface GotrueParts {
  readonly domain: Domain;
  readonly signer: AssuredTokenSigner;
  /** Where this wire is; known once the server listens. */
  readonly url: () => string;
}

// Recovery codes are before factors, whose ids could stand where their paths have a name.
const FEATURES: readonly ((context: GotrueContext) => void)[] = [
  mountMetadata,
  mountSignUp,
  mountToken,
  mountCodes,
  mountVerify,
  mountUser,
  mountReauthentication,
  mountUnlinkIdentity,
  mountAuthorize,
  mountRecoveryCodes,
  mountFactors,
  mountAdmin,
  mountSwitchedOff,
];

/** GoTrue's wire, on the accounts that all wires share. */
export function mountGotrue(routes: RouteTable, { domain, signer, url }: GotrueParts): void {
  const context: GotrueContext = {
    domain,
    signer,
    url,
    gate: new Gate(domain, signer),
    tokens: new TokenAnswers(domain, signer, url),
    messages: new UserMessages(domain, url),
    on: (method, path, handle) =>
      routes.on(method, `/auth/v1${path}`, refusing(method === 'GET' ? notHead(handle) : handle)),
  };
  for (const mount of FEATURES) mount(context);
}

/** The wire has no HEAD. What scans mail looks at links so, and must not use them up. */
function notHead(handle: Handler): Handler {
  return (c) => {
    if (c.req.method === 'HEAD') throw new HttpRefusal(405, 'The path does not have this method', { allow: 'GET' });
    return handle(c);
  };
}
