import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { ManualClock } from '@sallyport/core/clock';
import type { HttpRequest } from '@sallyport/core/http';
import type { Logger } from '@sallyport/core/logging';
import { MemoryStorage } from '@sallyport/core/storage';
import { FakeTransport } from '@sallyport/core/testing';
import { AuthenticationClient } from './authing/authentication-client.js';
import type { AuthenticationClientOptions } from './authing/options/options.js';
import { CLIENT_EVENTS } from './client/client-events.js';

// What the tests of this package stand on: a client over a fake server, and tokens and users for it to answer.
// The name keeps it out of what is built and out of what Jest runs.

const passwordKey = generateKeyPairSync('rsa', { modulusLength: 1024 });

export const publicKey: string = passwordKey.publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Takes RSAES-PKCS1-v1_5 off by means of node:crypto. */
export function decrypt(ciphertext: unknown): string {
  const key = { key: passwordKey.privateKey, padding: constants.RSA_NO_PADDING };
  const block = privateDecrypt(key, Buffer.from(String(ciphertext), 'base64'));
  return block.subarray(block.indexOf(0, 2) + 1).toString('utf8');
}

/** Where every manual clock of these tests stands at first, in seconds. */
export const NOW_SECONDS = Date.UTC(2026, 0, 1) / 1000;

/** A token in form only; nobody signed it. */
export function jwt(claims: object): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

/** A session token that lives for an hour. */
export const sessionToken = (subject = 'ada', jti = '1'): string =>
  jwt({ sub: subject, jti, iat: NOW_SECONDS, exp: NOW_SECONDS + 3_600 });

/** A bearer of the second step, which lives for six minutes as in the vendor's sample. */
export const mfaToken: string = jwt({ jti: 'mfa', iat: NOW_SECONDS, exp: NOW_SECONDS + 360 });

/** A user as the wire answers a sign-in. */
export const wireUser = (
  id = 'ada',
  token: string | null = sessionToken(id),
): { id: string; [field: string]: unknown } => ({
  id,
  arn: `arn:${id}`,
  userPoolId: 'pool',
  username: id,
  token,
});

/** Keeps what a client says. */
export class RecordingLogger implements Logger {
  readonly lines: unknown[] = [];
  warn(...line: unknown[]): void {
    this.lines.push(line);
  }
  error(...line: unknown[]): void {
    this.lines.push(line);
  }
}

const EVENTS = CLIENT_EVENTS.filter((name) => name !== 'stateChanged');

export interface Fixture {
  readonly client: AuthenticationClient;
  readonly transport: FakeTransport;
  readonly clock: ManualClock;
  readonly storage: MemoryStorage;
  readonly logger: RecordingLogger;
  /** Every event but `stateChanged`, as it came. */
  readonly events: (readonly [name: string, payload: unknown])[];
}

/** A client over a fake server. */
export function setUp(options: Partial<AuthenticationClientOptions> = {}): Fixture {
  const transport = new FakeTransport();
  const clock = new ManualClock(NOW_SECONDS * 1000);
  const storage = new MemoryStorage();
  const logger = new RecordingLogger();
  const client = new AuthenticationClient({
    appId: 'app',
    userPoolId: 'pool',
    appHost: 'https://id.example',
    publicKey,
    transport,
    clock,
    storage,
    logger,
    ...options,
  });
  const events: [string, unknown][] = [];
  for (const name of EVENTS) client.on(name, (payload) => void events.push([name, payload]));
  return { client, transport, clock, storage, logger, events };
}

/** A client that somebody is signed in to. */
export async function setUpSignedIn(options?: Partial<AuthenticationClientOptions>): Promise<Fixture> {
  const fixture = setUp(options);
  fixture.transport.answerGraphql('loginByUsername', wireUser());
  await fixture.client.loginByUsername('ada', 'pw');
  fixture.events.splice(0);
  fixture.transport.requests.splice(0);
  return fixture;
}

/** A client whose sign-in waits for its second factor. */
export async function setUpPending(
  demand: Readonly<Record<string, unknown>> = {},
  code: 1635 | 1636 = 1635,
  options?: Partial<AuthenticationClientOptions>,
): Promise<Fixture> {
  const fixture = setUp(options);
  fixture.transport.refuseGraphql(code, 'second factor', { mfaToken, ...demand });
  await fixture.client.loginByUsername('ada', 'pw').catch(() => {});
  fixture.events.splice(0);
  fixture.transport.requests.splice(0);
  return fixture;
}

/** The uploads among the requests. */
export const uploadsOf = ({ requests }: FakeTransport): readonly HttpRequest[] =>
  requests.filter(({ form }) => form !== undefined);

/** The file of an upload. */
export function uploadedFile(request: HttpRequest | undefined): File {
  const file = request?.form?.get('file');
  if (!(file instanceof File)) throw new Error('Expected a form with a file');
  return file;
}

/** What a server answers to an upload. */
export const uploaded = (name: string): { key: string; url: string } => ({
  key: name,
  url: `https://img.example/${name}`,
});
