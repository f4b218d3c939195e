import { constants, publicEncrypt } from 'node:crypto';
import { request } from 'node:http';
import type { Emulator } from './emulator.types.js';
import { startEmulator } from './start-emulator.js';

// Whom most tests are about.
export const EMAIL = 'ada@example.com';
export const PASSWORD = 'correct horse';

/** An answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers of all wires; a wrong guess about a shape fails them, which is what they are for.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly body: any;
}

interface CallOptions {
  readonly bearer?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An emulator whose clock stands still and whose own faults fail the test, and a driver for it. */
export async function startUnderTest(): Promise<{ readonly emulator: Emulator; readonly wire: WireDriver }> {
  const emulator = await startEmulator({
    clock: 'manual',
    onUnexpectedError: (error) => {
      throw error;
    },
  });
  return { emulator, wire: new WireDriver(emulator) };
}

/** Speaks the Authing wire by hand, so that no client's fault can hide one of the server's. */
export class WireDriver {
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  async send(method: string, path: string, { bearer, body, headers = {} }: CallOptions = {}): Promise<Answer> {
    const response = await fetch(`${this.#emulator.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** Calls a root field. The body is its value, or the object in the place of the error's message. */
  async graphql(operation: string, variables: object = {}, options: CallOptions = {}): Promise<Answer> {
    const answer = await this.send('POST', '/graphql/v2', { ...options, body: { query: operation, variables } });
    const [error] = answer.body.errors ?? [];
    return { ...answer, body: error ? error.message : Object.values(answer.body.data)[0] };
  }

  /** As clients encrypt a password. */
  encrypt(password: string | Buffer): string {
    const key = { key: this.#emulator.authing.publicKey, padding: constants.RSA_PKCS1_PADDING };
    return publicEncrypt(key, Buffer.from(password as string)).toString('base64'); // either is taken
  }

  register(email: string, password: string, input: object = {}): Promise<Answer> {
    const operation = `mutation ($input: RegisterByEmailInput!) { registerByEmail(input: $input) { ${USER} } }`;
    const credentials = { email, password: this.encrypt(password) };
    return this.graphql(operation, { input: { ...credentials, generateToken: true, ...input } });
  }

  login(email: string, password: string, options: CallOptions & { readonly input?: object } = {}): Promise<Answer> {
    const operation = `mutation ($input: LoginByEmailInput!) { loginByEmail(input: $input) { ${USER} newlyCreated } }`;
    const input = { email, password: this.encrypt(password), ...options.input };
    return this.graphql(operation, { input }, options);
  }

  /** Has a code sent by SMS, and reads it. */
  async smsCode(phone: string, scene?: string): Promise<string> {
    await this.send('POST', '/api/v2/sms/send', { body: { phone, scene } });
    return this.#emulator.messages.latest({ to: phone })?.code ?? '';
  }

  /** Has a code sent by email, and reads it. */
  async emailCode(email: string, scene: string): Promise<string> {
    const operation =
      'mutation ($email: String!, $scene: EmailScene!) { sendEmail(email: $email, scene: $scene) { code } }';
    await this.graphql(operation, { email, scene });
    return this.#emulator.messages.latest({ to: email })?.code ?? '';
  }

  /** Reads what a document asks for of the signed-in user. */
  me(bearer: string, selection: string): Promise<Answer> {
    return this.graphql(`{ user { ${selection} } }`, {}, { bearer });
  }

  async managementToken(): Promise<string> {
    const { userPoolId, userPoolSecret: secret } = this.#emulator.authing;
    const operation =
      'query ($userPoolId: String!, $secret: String!) { accessToken(userPoolId: $userPoolId, secret: $secret) { accessToken exp iat } }';
    return (await this.graphql(operation, { userPoolId, secret })).body.accessToken;
  }

  /** The code that an authenticator app would show, some steps from now. */
  async totp(secret: string, steps = 0): Promise<string> {
    const { Secret, TOTP } = await import('otpauth');
    const timestamp = this.#emulator.clock.now() + steps * 30_000;
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
  }

  /** A registered user with a bound authenticator. */
  async bound(
    email: string,
    password: string,
  ): Promise<{ token: string; secret: string; recoveryCode: string; id: string }> {
    const { token, id } = (await this.register(email, password)).body;
    const { data } = (await this.associate(token)).body;
    await this.confirm(token, await this.totp(data.secret));
    return { token, id, secret: data.secret, recoveryCode: data.recovery_code };
  }

  /** The `mfaToken` of a sign-in that needs a second factor. */
  async mfaToken(email: string, password: string): Promise<string> {
    return (await this.login(email, password)).body.data.mfaToken;
  }

  authenticators(bearer?: string): Promise<Answer> {
    return this.send('GET', '/api/v2/mfa/authenticator?type=totp&source=SELF', { bearer });
  }

  associate(bearer?: string): Promise<Answer> {
    return this.send('POST', '/api/v2/mfa/totp/associate', { bearer, body: { authenticator_type: 'totp' } });
  }

  confirm(bearer: string | undefined, totp: string): Promise<Answer> {
    const body = { authenticator_type: 'totp', totp };
    return this.send('POST', '/api/v2/mfa/totp/associate/confirm', { bearer, body });
  }

  verifyTotp(bearer: string | undefined, totp: string): Promise<Answer> {
    return this.send('POST', '/api/v2/mfa/totp/verify', { bearer, body: { totp } });
  }

  recover(bearer: string, recoveryCode: string): Promise<Answer> {
    return this.send('POST', '/api/v2/mfa/totp/recovery', { bearer, body: { recoveryCode } });
  }

  /** Sends a request that `fetch` would not, such as one with another `Host`. */
  raw(method: string, path: string, headers: Readonly<Record<string, string>>, body = ''): Promise<number> {
    const { hostname, port } = new URL(this.#emulator.url);
    return new Promise((resolve, reject) => {
      const outgoing = request({ hostname, port, method, path, headers, agent: false }, (incoming) => {
        incoming.resume();
        incoming.on('end', () => resolve(incoming.statusCode ?? 0));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

const USER =
  'id email username phone emailVerified phoneVerified nickname token tokenExpiredAt loginsCount password status blocked';
