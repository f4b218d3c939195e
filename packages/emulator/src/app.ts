import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { authingFeatures } from './authing/features.js';
import { GraphqlEngine } from './authing/graphql/graphql-engine.js';
import { mountGraphql } from './authing/graphql/graphql-route.js';
import { mountOn } from './authing/mount.js';
import { mountValidateToken } from './authing/token/validate-token.js';
import { mountUploads } from './authing/uploads/uploads.js';
import { UNSERVED_PATHS } from './authing/vendor-paths.js';
import { mountCas } from './cas/cas-routes.js';
import type { Control } from './control/control.js';
import { mountControl } from './control/control-routes.js';
import { commitFaults } from './control/lost-response.js';
import { mountGotrue } from './gotrue/gotrue-routes.js';
import { commonHeaders } from './http/common-headers.js';
import { errorAnswer, UNEXPECTED } from './http/error-answers.js';
import { HttpRefusal } from './http/http-refusal.js';
import { loopbackCors, onlyLoopbackHost } from './http/loopback.js';
import { RouteTable } from './http/route-table.js';
import type { ServerEnv } from './http/server-env.js';
import type { AssuredTokenSigner } from './keys/assured-token-signer.js';
import type { KeyRing } from './keys/key-ring.js';
import { mountOidc } from './oidc/oidc-routes.js';
import { mountSignInPage } from './pages/sign-in-page-routes.js';
import { mountProviders } from './providers/provider-routes.js';
import { NotKeptError } from './storage/not-kept-error.js';

/** What the HTTP side is made of. */
export interface AppParts {
  readonly control: Control;
  readonly keys: KeyRing;
  readonly assuredSigner: AssuredTokenSigner;
  /** Where the server is; known once it listens. */
  readonly url: () => string;
  /** Writes what an answer may tell of. What cannot be written is taken back, and the work that made it fails. */
  readonly flush: () => void;
  /** Hears of what should never happen. Whoever called the server only learns that something did. */
  readonly onUnexpected: (error: unknown) => void;
}

/** All wires on one application. */
export function createApp({ control, keys, assuredSigner, url, flush, onUnexpected }: AppParts): Hono<ServerEnv> {
  const { domain } = control;
  const app = new Hono<ServerEnv>();
  const report = (error: unknown): void => {
    if (!(error instanceof NotKeptError)) onUnexpected(error); // the journal has reported that one
  };
  const unexpected = (c: Context, error: unknown): Response => {
    report(error);
    return failed(c, 500, UNEXPECTED);
  };
  app.onError((error, c) => {
    if (error instanceof HttpRefusal) return failed(c, error.status, error.message, error.headers);
    if (error instanceof NotKeptError) return failed(c, 507, error.message);
    return unexpected(c, error);
  });
  app.notFound((c) => failed(c, 404, 'There is no such path'));
  app.use(
    commonHeaders(domain.clock),
    (_, next) => domain.store.generation.enter(next),
    onlyLoopbackHost,
    loopbackCors(() => domain.settings().exposeHeaders),
    commitFaults(control.faults),
    async (_, next) => {
      await next();
      flush();
      domain.store.generation.assertKept();
    },
    // Hono gives `onError` instances of `Error` only. In Jest no error of Node itself is one.
    (c, next) =>
      next().catch((error: unknown) => {
        c.res = unexpected(c, error);
      }),
  );
  const routes = new RouteTable();
  const mount = mountOn(routes, domain);
  for (const feature of authingFeatures) feature.routes?.(mount, domain);
  mountGraphql(routes, domain, new GraphqlEngine(authingFeatures, domain, report));
  mountUploads(routes, domain);
  mountValidateToken(routes, domain);
  mountOidc(routes, { domain, keys, issuer: () => `${url()}/oidc` });
  mountGotrue(routes, { domain, signer: assuredSigner, url: () => `${url()}/auth/v1` });
  mountCas(routes, domain);
  mountProviders(routes, domain);
  mountSignInPage(routes, domain);
  mountControl(routes, control);
  for (const path of UNSERVED_PATHS) routes.reserve(path);
  routes.install(app);
  return app;
}

function failed(
  c: Context<ServerEnv>,
  status: ContentfulStatusCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const answer = errorAnswer(c.req, { status, message });
  return c.json(answer.body, status, { ...answer.headers, ...headers });
}
