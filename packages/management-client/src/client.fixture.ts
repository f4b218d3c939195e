import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { ManualClock } from '@sallyport/core/clock';
import { FakeTransport } from '@sallyport/core/testing';
import type { ManagementClientOptions } from './client/options.js';
import { ManagementClient } from './management-client.js';

// What the tests of this package stand on: a client over a fake server.
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

export interface Fixture {
  readonly client: ManagementClient;
  readonly transport: FakeTransport;
  readonly clock: ManualClock;
}

/** A client over a fake server, by default with a management token of its own. */
export function setUp(options: Partial<ManagementClientOptions> = {}): Fixture {
  const transport = new FakeTransport();
  const clock = new ManualClock(NOW_SECONDS * 1000);
  const client = new ManagementClient({
    userPoolId: 'pool',
    accessToken: 'management-token',
    host: 'https://id.example',
    publicKey,
    transport,
    clock,
    ...options,
  });
  return { client, transport, clock };
}
