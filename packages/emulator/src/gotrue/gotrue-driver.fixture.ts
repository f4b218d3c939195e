import type { Emulator } from '../emulator.types.js';
import { type Answer, WireDriver } from '../wire-driver.fixture.js';

/** What a request may carry besides its path and body. */
interface CallOptions {
  readonly bearer?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A factor and its session, with as much of the answer as most tests read. */
interface BoundAuthenticator {
  readonly id: string;
  readonly secret: string;
  readonly session: Session;
}

/** As the wire answers it. */
export interface Session {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly user: Answer['body'];
}

const NEWER = { 'x-supabase-api-version': '2024-01-01' };

/** Speaks the GoTrue wire by hand, in the newer form of errors, so that no client's fault can hide one of the server's. */
export class GotrueDriver {
  readonly #emulator: Emulator;
  readonly #wire: WireDriver;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    this.#wire = new WireDriver(emulator);
  }

  send(method: string, path: string, body?: unknown, { bearer, headers = {} }: CallOptions = {}): Promise<Answer> {
    return this.#wire.send(method, `/auth/v1${path}`, { bearer, body, headers: { ...NEWER, ...headers } });
  }

  get(path: string, bearer?: string): Promise<Answer> {
    return this.send('GET', path, undefined, { bearer });
  }

  post(path: string, body: unknown, bearer?: string): Promise<Answer> {
    return this.send('POST', path, body, { bearer });
  }

  put(path: string, body: unknown, bearer?: string): Promise<Answer> {
    return this.send('PUT', path, body, { bearer });
  }

  signUp(email: string, password: string, further: object = {}): Promise<Answer> {
    return this.post('/signup', { email, password, ...further });
  }

  signIn(email: string, password: string): Promise<Answer> {
    return this.post('/token?grant_type=password', { email, password });
  }

  refresh(refreshToken: unknown): Promise<Answer> {
    return this.post('/token?grant_type=refresh_token', { refresh_token: refreshToken });
  }

  /** Proves to hold an authenticator, with a new challenge and the code that it shows now. */
  async prove(bearer: string, factorId: string, secret: string): Promise<Answer> {
    const { id } = (await this.post(`/factors/${factorId}/challenge`, {}, bearer)).body;
    const answer = { challenge_id: id, code: await this.#wire.totp(secret) };
    return this.post(`/factors/${factorId}/verify`, answer, bearer);
  }

  /** An authenticator that the user has proved to hold, and the session that this raised. */
  async bound(bearer: string, name = 'Phone'): Promise<BoundAuthenticator> {
    const { id, totp } = (await this.post('/factors', { factor_type: 'totp', friendly_name: name }, bearer)).body;
    return { id, secret: totp.secret, session: (await this.prove(bearer, id, totp.secret)).body };
  }

  /** The last code that was sent somewhere. */
  code(to: string): string {
    return this.#emulator.messages.latest({ to })?.code ?? '';
  }

  /** The link of the last message that was sent somewhere, as a path of this wire. */
  link(to: string): string {
    const link = this.#emulator.messages.latest({ to })?.link ?? '';
    return link.slice(this.#emulator.gotrue.url.length);
  }

  /** Follows a link as far as it leads out of the server. */
  async visit(path: string): Promise<{ readonly status: number; readonly location: URL }> {
    const response = await fetch(`${this.#emulator.gotrue.url}${path}`, { redirect: 'manual' });
    return { status: response.status, location: new URL(response.headers.get('location') ?? 'none:') };
  }
}

/** What a token says, whoever signed it. */
// Tests look into tokens; a wrong guess about a shape fails them, which is what they are for.
// biome-ignore lint/suspicious/noExplicitAny: see above
export function claimsOf(token: string): any {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** An error as a newer client reads it: its status and its code. */
export function errorOf({ status, body }: Answer): readonly [status: number, code: unknown] {
  return [status, body.code];
}
