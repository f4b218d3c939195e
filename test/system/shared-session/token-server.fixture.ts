import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type AccessClaims, type Outcome, readAccessToken, TokenFamily } from './token-family.fixture.js';

/** The application that the server knows. */
export const APP_ID = 'shared-session';

/** How long an access token lives. */
export const LIFETIME_MS = 3_600_000;

/** How a server is strict. */
export interface TokenServerOptions {
  /** For how long, by its clock, a refresh token that was used works again. Default 0: not at all. */
  readonly graceMs?: number;
  /** The module that its pages run. */
  readonly page?: string;
}

/** A request for tokens that has been carried out, and whose answer waits. */
export interface HeldAnswer {
  /** Who asked, by the header `x-authing-request-from`. */
  readonly by: string;
  release(): void;
}

const PAGE = '<!doctype html><title>Page</title><script type="module" src="/page.js"></script>';

/**
 * An identity server that forgives nothing, and the API of an application that takes its tokens. It has a clock of its
 * own, which stands still until it is moved.
 */
export class TokenServer {
  readonly families: TokenFamily[] = [];
  /** What requests for tokens came to, in order. */
  readonly outcomes: { readonly outcome: Outcome; readonly by: string }[] = [];
  now = Date.UTC(2026, 0, 1);
  url = '';
  readonly #options: TokenServerOptions;
  // Idle connections stay: a request on one that is just being closed is lost, and such a loss is not what is tested.
  readonly #server = createServer(
    { keepAliveTimeout: 600_000 },
    (request, response) => void this.#answer(request, response),
  );
  readonly #arrivals = new Set<(by: string) => void>();
  #hold: ((held: HeldAnswer) => void) | undefined;
  #depart = (): void => {};
  #gate: Promise<void> = Promise.resolve();

  private constructor(options: TokenServerOptions) {
    this.#options = options;
  }

  static async start(options: TokenServerOptions = {}): Promise<TokenServer> {
    const server = new TokenServer(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    server.url = `http://127.0.0.1:${(server.#server.address() as AddressInfo).port}`;
    return server;
  }

  /** Signs somebody in, who is another one each time. */
  signIn(): { readonly accessToken: string; readonly refreshToken: string } {
    const { graceMs = 0 } = this.#options;
    const family = new TokenFamily(graceMs, LIFETIME_MS);
    this.families.push(family);
    const answer = family.issue(this.now);
    return { accessToken: answer.access_token, refreshToken: answer.refresh_token };
  }

  /** Carries out the next request for tokens, and keeps its answer back. */
  holdNextAnswer(): Promise<HeldAnswer> {
    return new Promise((resolve) => {
      this.#hold = resolve;
    });
  }

  /** Begins no request, and forgets those whose sender dies meanwhile, until the returned function is called. */
  close(): () => void {
    let open = (): void => {};
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  /** Resolves when so many more requests have come, before anything is done about the last of them, to its sender. */
  arrivals(count: number): Promise<string | undefined> {
    let left = count;
    return new Promise((resolve) => {
      const arrive = (by: string): void => {
        left -= 1;
        if (left > 0) return;
        this.#arrivals.delete(arrive);
        resolve(by);
      };
      if (count > 0) this.#arrivals.add(arrive);
      else resolve(undefined);
    });
  }

  /** Resolves when somebody goes away without waiting for an answer. */
  departure(): Promise<void> {
    return new Promise((resolve) => {
      this.#depart = resolve;
    });
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.sendDate = false;
    const path = new URL(request.url ?? '/', this.url).pathname;
    const by = String(request.headers['x-authing-request-from'] ?? '');
    for (const arrive of this.#arrivals) arrive(by);
    response.on('close', () => {
      if (!response.writableEnded) this.#depart();
    });
    const body = await text(request).catch(() => '');
    await this.#gate;
    if (request.socket.destroyed) return; // whoever asked is gone
    response.setHeader('date', new Date(this.now).toUTCString());
    response.setHeader('cache-control', 'no-store');
    if (path === '/oidc/token' && request.method === 'POST') await this.#trade(new URLSearchParams(body), by, response);
    else if (path === '/api/whoami') this.#tellWho(request, response);
    else if (path === '/api/clock') send(response, 200, { now: this.now });
    else if (path === '/page.js') send(response, 200, this.#options.page ?? '', 'text/javascript');
    else if (path.startsWith('/page')) send(response, 200, PAGE, 'text/html');
    else send(response, 404, { message: 'There is nothing here' });
  }

  async #trade(form: URLSearchParams, by: string, response: ServerResponse): Promise<void> {
    const refreshToken = form.get('refresh_token') ?? '';
    if (form.get('grant_type') !== 'refresh_token' || form.get('client_id') !== APP_ID) {
      send(response, 400, { error: 'invalid_request', error_description: 'No request of this application' });
      return;
    }
    const family = this.families.find(({ id }) => refreshToken.startsWith(`${id}.`));
    const { outcome, answer } = family?.trade(refreshToken, by, this.now) ?? { outcome: 'unknown' };
    this.outcomes.push({ outcome, by });
    await this.#heldBack(by);
    if (answer) send(response, 200, answer);
    else send(response, 400, { error: 'invalid_grant', error_description: `The refresh token is ${outcome}` });
  }

  async #heldBack(by: string): Promise<void> {
    const hold = this.#hold;
    this.#hold = undefined;
    if (hold) await new Promise<void>((release) => hold({ by, release }));
  }

  #tellWho(request: IncomingMessage, response: ServerResponse): void {
    const claims = readAccessToken(request.headers.authorization?.slice('Bearer '.length) ?? '');
    if (claims && this.#isGood(claims)) send(response, 200, { family: claims.sub, generation: claims.generation });
    else send(response, 401, { message: 'Not with this token' });
  }

  #isGood({ sub, exp }: AccessClaims): boolean {
    const family = this.families.find(({ id }) => id === sub);
    return family !== undefined && !family.isRevoked && exp * 1000 > this.now;
  }
}

function send(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
