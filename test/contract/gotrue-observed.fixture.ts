import type { Emulator } from '@sallyport/emulator';
import { generateSync } from 'otplib';

/** An answer of the wire. Tests look into it; a wrong guess about a shape fails them, which is what they are for. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly body: any;
}

interface Options {
  readonly bearer?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A user who is signed in, as the wire answers it. */
export interface SignedIn {
  readonly access_token: string;
  readonly refresh_token: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly user: any;
}

export const EMAIL = 'ada@example.com';
export const NEW_EMAIL = 'lovelace@example.com';
export const PASSWORD = 'correct horse battery';
export const PHONE = '15550001111';
export const NEW_PHONE = '15550002222';

/** Sends requests of the GoTrue wire by hand, with the version header of the published client. */
export class Wire {
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  async send(method: string, path: string, body?: unknown, options: Options = {}): Promise<Answer> {
    const { bearer, headers = {} } = options;
    const response = await fetch(`${this.#emulator.gotrue.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        'x-supabase-api-version': '2024-01-01',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
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

  admin(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.send(method, `/admin${path}`, body, { bearer: this.#emulator.gotrue.serviceRoleKey });
  }

  async signUp(further: object = {}): Promise<SignedIn> {
    return (await this.post('/signup', { email: EMAIL, password: PASSWORD, ...further })).body;
  }

  signIn(): Promise<Answer> {
    return this.post('/token?grant_type=password', { email: EMAIL, password: PASSWORD });
  }

  refresh(refreshToken: string): Promise<Answer> {
    return this.post('/token?grant_type=refresh_token', { refresh_token: refreshToken });
  }

  /** The code that was sent last to an address, with its `+` where it is a number. */
  code(to: string): string {
    return this.#emulator.messages.latest({ to })?.code ?? '';
  }

  /** Where messages went since the mailbox was emptied. */
  recipients(): readonly string[] {
    return this.#emulator.messages.list().map(({ to }) => to);
  }

  /** Signs in by a code that was sent to the email. */
  async signInByCode(): Promise<Answer> {
    await this.post('/otp', { email: EMAIL });
    return this.post('/verify', { type: 'email', email: EMAIL, token: this.code(EMAIL) });
  }

  /** Binds a verified authenticator. */
  async bindTotp(bearer: string, friendlyName = ''): Promise<{ readonly factorId: string; readonly proved: Answer }> {
    const enrolled = await this.post('/factors', { factor_type: 'totp', friendly_name: friendlyName }, bearer);
    const { id: factorId, totp } = enrolled.body;
    return { factorId, proved: await this.proveTotp(bearer, factorId, totp.secret) };
  }

  async proveTotp(bearer: string, factorId: string, secret: string): Promise<Answer> {
    const challenge = await this.post(`/factors/${factorId}/challenge`, {}, bearer);
    const code = generateSync({ secret, epoch: Math.floor(this.#emulator.clock.now() / 1_000) });
    return this.post(`/factors/${factorId}/verify`, { challenge_id: challenge.body.id, code }, bearer);
  }

  async enrollPhone(bearer: string, phone: string): Promise<string> {
    return (await this.post('/factors', { factor_type: 'phone', friendly_name: phone, phone }, bearer)).body.id;
  }
}

/** What a token says. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function claimsOf(token: string): any {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
