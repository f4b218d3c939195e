import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
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
import { mountGotrue } from './gotrue/gotrue-routes.js';
import { commonHeaders, headersOfEveryAnswer } from './http/common-headers.js';
import { type Answer, Context } from './http/context.js';
import { errorAnswer, type FailedRequest, requestOf, UNEXPECTED } from './http/error-answers.js';
import { HttpRefusal } from './http/http-refusal.js';
import { assertLoopbackHost, isControlPath, loopbackCors } from './http/loopback.js';
import { urlOf } from './http/request-target.js';
import { RouteTable } from './http/route-table.js';
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
export class App {
  readonly routes = new RouteTable();
  readonly #parts: AppParts;

  constructor(parts: AppParts) {
    this.#parts = parts;
    const { control, keys, assuredSigner, url } = parts;
    const { domain } = control;
    const { routes } = this;
    const mount = mountOn(routes, domain);
    for (const feature of authingFeatures) feature.routes?.(mount, domain);
    mountGraphql(routes, domain, new GraphqlEngine(authingFeatures, domain, (error) => this.#report(error)));
    mountUploads(routes, domain);
    mountValidateToken(routes, domain);
    mountOidc(routes, { domain, keys, issuer: () => `${url()}/oidc` });
    mountGotrue(routes, { domain, signer: assuredSigner, url: () => `${url()}/auth/v1` });
    mountCas(routes, domain);
    mountProviders(routes, domain);
    mountSignInPage(routes, domain);
    mountControl(routes, control);
    for (const path of UNSERVED_PATHS) routes.reserve(path);
  }

  /** Answers a request. */
  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { domain, clock } = this.#parts.control;
    try {
      const c = new Context(incoming, urlOf(incoming));
      const answer = await domain.store.generation.enter(() => this.#answer(c));
      send(outgoing, answer, Object.assign(commonHeaders(c, clock), c.headers));
    } catch (error) {
      const isMalformed = error instanceof HttpRefusal;
      // Otherwise the clock itself may have failed.
      send(outgoing, this.#failure(requestOf(incoming), error), isMalformed ? headersOfEveryAnswer(clock) : {});
    }
  }

  async #answer(c: Context): Promise<Answer> {
    const { domain, faults } = this.#parts.control;
    try {
      assertLoopbackHost(c);
      const preflight = loopbackCors(c, () => domain.settings().exposeHeaders);
      if (preflight) return preflight;
      const { method, path } = c.req;
      const isLost = !isControlPath(path) && method !== 'OPTIONS' && faults.strikes(method, path);
      const answer = await this.#routed(c);
      // The work is done, and the answer is lost with the connection.
      if (isLost) c.env.incoming.socket.destroy();
      this.#parts.flush();
      domain.store.generation.assertKept();
      return answer;
    } catch (error) {
      return this.#failure(c.req, error);
    }
  }

  async #routed(c: Context): Promise<Answer> {
    try {
      return await this.routes.answer(c);
    } catch (error) {
      return this.#failure(c.req, error);
    }
  }

  #failure(request: FailedRequest, error: unknown): Answer {
    if (error instanceof HttpRefusal) return failed(request, error.status, error.message, error.headers);
    if (error instanceof NotKeptError) return failed(request, 507, error.message);
    this.#report(error);
    return failed(request, 500, UNEXPECTED);
  }

  #report(error: unknown): void {
    if (!(error instanceof NotKeptError)) this.#parts.onUnexpected(error); // the journal has reported that one
  }
}

function failed(request: FailedRequest, status: number, message: string, headers: Answer['headers'] = {}): Answer {
  const answer = errorAnswer(request, { status, message });
  const all = { 'content-type': 'application/json', ...answer.headers, ...headers };
  return { status, headers: all, body: JSON.stringify(answer.body) };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer, others: OutgoingHttpHeaders): void {
  const all: OutgoingHttpHeaders = Object.assign(others, headers);
  if (status !== 204) all['content-length'] = body === null ? 0 : Buffer.byteLength(body);
  outgoing.writeHead(status, all);
  outgoing.end(body);
}
