import { generateKeyPairSync } from 'node:crypto';
import { ManualClock } from '@sallyport/core/clock';
import type { Logger } from '@sallyport/core/logging';
import { MemoryStorage } from '@sallyport/core/storage';
import { FakeTransport } from '@sallyport/core/testing';
import { AuthenticationClient, ManagementClient } from './clients.js';
import type { AuthenticationClientOptions, ManagementClientOptions } from './options.js';

// Clients of the drop-in over a fake server. The name keeps this file out of the build and out of Jest's tests.

/** The time of every manual clock at first, in seconds. */
export const NOW_SECONDS = Date.UTC(2026, 0, 1) / 1000;

/** A token in form only: its signature is made up. */
export function jwt(claims: object): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

/** A session token that lives for an hour. */
export const sessionToken = (subject = 'ada'): string =>
  jwt({ sub: subject, iat: NOW_SECONDS, exp: NOW_SECONDS + 3_600 });

/** A user in the form of an answer to a sign-in. */
export const wireUser = (
  id = 'ada',
  token: string | null = sessionToken(id),
): { readonly id: string; readonly [field: string]: unknown } => ({ id, arn: `arn:${id}`, token });

/** Keeps the lines of a logger. */
export class RecordingLogger implements Logger {
  readonly lines: unknown[] = [];
  warn(...line: unknown[]): void {
    this.lines.push(line);
  }
  error(...line: unknown[]): void {
    this.lines.push(line);
  }
}

const { publicKey: passwordKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });

/** The server's key for passwords. */
export const publicKey: string = passwordKey.export({ type: 'spki', format: 'pem' }).toString();

export interface Fixture {
  readonly client: AuthenticationClient;
  readonly transport: FakeTransport;
  readonly clock: ManualClock;
  readonly logger: RecordingLogger;
}

/** A client over a fake server, with a storage in memory. */
export function setUp(options: AuthenticationClientOptions = {}): Fixture {
  const transport = new FakeTransport();
  const clock = new ManualClock(NOW_SECONDS * 1000);
  const logger = new RecordingLogger();
  const client = new AuthenticationClient({
    appId: 'app',
    userPoolId: 'pool',
    appHost: 'https://id.example',
    publicKey,
    transport,
    clock,
    logger,
    ...('tokenProvider' in options ? {} : { storage: new MemoryStorage() }),
    ...options,
  });
  return { client, transport, clock, logger };
}

export async function setUpSignedIn(options?: AuthenticationClientOptions): Promise<Fixture> {
  const fixture = setUp(options);
  fixture.transport.answerGraphql('loginByUsername', wireUser());
  await fixture.client.loginByUsername('ada', 'pw');
  fixture.transport.requests.splice(0);
  return fixture;
}

export function setUpManagement(options: ManagementClientOptions = {}): {
  readonly client: ManagementClient;
  readonly transport: FakeTransport;
} {
  const transport = new FakeTransport();
  const host = 'https://id.example';
  const client = new ManagementClient({ userPoolId: 'pool', accessToken: 'token', host, transport, ...options });
  return { client, transport };
}
