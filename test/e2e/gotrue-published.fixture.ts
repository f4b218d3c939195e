import { expect } from '@jest/globals';
import type { Emulator } from '@sallyport/emulator';
import { type AuthChangeEvent, AuthClient } from '@supabase/auth-js';
import { generateSync } from 'otplib';

export const email = 'ada@example.com';
export const password = 'correct horse battery';

/** An event, and whether a session came with it. */
export type Told = readonly [event: AuthChangeEvent, session: 'session' | null];

/** Where `@supabase/auth-js` keeps a session, at the key that it has by default. */
export class Place {
  static readonly key = 'supabase.auth.token';
  readonly kept = new Map<string, string>();

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }

  /** Changes what is kept of the session. */
  change(changes: object): void {
    this.setItem(Place.key, JSON.stringify({ ...JSON.parse(this.getItem(Place.key) ?? '{}'), ...changes }));
  }
}

/** The published client, with all that it told and sent. */
export class PublishedClient {
  readonly auth: InstanceType<typeof AuthClient>;
  readonly place: Place;
  readonly told: Told[] = [];
  /** Method and path of each request. */
  readonly sent: string[] = [];
  readonly #begun: Promise<void>;

  constructor({ gotrue }: Emulator, options: Partial<ConstructorParameters<typeof AuthClient>[0]> = {}) {
    this.place = new Place();
    this.auth = new AuthClient({
      url: gotrue.url,
      headers: { apikey: gotrue.anonKey },
      autoRefreshToken: false,
      storage: this.place,
      experimental: { recoveryCodes: true },
      fetch: (input, init) => {
        const { method, url } = new Request(input, init);
        this.sent.push(`${method} ${url.slice(gotrue.url.length)}`);
        return fetch(input, init);
      },
      ...options,
    });
    this.#begun = new Promise((resolve) => {
      this.auth.onAuthStateChange((event, session) => {
        this.told.push([event, session === null ? null : 'session']);
        if (event === 'INITIAL_SESSION') resolve();
      });
    });
  }

  /** Resolves when the client has told where it begins. */
  async begun(): Promise<this> {
    await this.#begun;
    return this;
  }
}

interface Answer {
  readonly data: unknown;
  readonly error: unknown;
}

type DataOf<Given extends Answer> = NonNullable<Extract<Given, { readonly error: null }>['data']>;

/** The data of an answer, whose error fails the test. */
export async function done<Given extends Answer>(call: Promise<Given>): Promise<DataOf<Given>> {
  const { data, error } = await call;
  expect(error).toBeNull();
  return data as DataOf<Given>; // what goes with no error; a test that reads what is not there fails
}

/** The error of an answer, as far as applications look at it. */
export async function failed(call: Promise<{ readonly error: unknown }>): Promise<object> {
  const { error } = await call;
  if (!(error instanceof Error)) throw new Error('it went through');
  const { name, status, code } = { status: undefined, code: undefined, ...error, name: error.name };
  return { name, status, code };
}

/** An error that the server tells. */
export const refusal = (status: number, code: string): object => ({ name: 'AuthApiError', status, code });

/** The code of an authenticator at the server's present instant. */
export function codeOf({ clock }: Emulator, { secret }: { readonly secret: string }): string {
  return generateSync({ secret, epoch: Math.floor(clock.now() / 1000) });
}

/** Another code than this. */
export function otherThan(code: string): string {
  return `${code.slice(0, -1)}${(Number(code.at(-1)) + 5) % 10}`;
}
