import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { beforeEach, expect, it, jest } from '@jest/globals';

let errors = 0;
jest.unstable_mockModule('./http-refusal.js', () => ({
  HttpRefusal: class extends Error {
    readonly status: number;

    constructor(status: number, message: string) {
      super(message);
      this.status = status;
      errors += 1;
    }
  },
}));
const { readBytes } = await import('./json-body.js');

const bodyOf = (...chunks: readonly string[]) =>
  Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), {
    headers: {},
  }) as unknown as IncomingMessage; // all it reads

beforeEach(() => {
  errors = 0;
});

it('readBytes allocates no error for a body of the longest allowed length', async () => {
  expect((await readBytes(bodyOf('ab', 'cd'), 4)).toString()).toBe('abcd');
  expect(errors).toBe(0);
});

it('readBytes refuses a longer body with status 413, whatever its headers say', async () => {
  await expect(readBytes(bodyOf('ab', 'cd', 'e'), 4)).rejects.toMatchObject({ status: 413 });
});

it.each(['before', 'while'])('readBytes refuses a body whose connection ended %s it was read', async (moment) => {
  const body = bodyOf('ab');
  if (moment === 'before') body.destroy();
  const bytes = readBytes(body, 4);
  body.destroy(new Error('aborted'));
  await expect(bytes).rejects.toMatchObject({ status: 400 });
});
