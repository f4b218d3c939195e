import { expect, it } from '@jest/globals';
import type { SessionRecord } from '@sallyport/core/session';
import { assuranceOfSession } from './authing-assurance.js';

it.each([['constructor'], ['__proto__']])('assuranceOfSession keeps the method %s of a stored session', (method) => {
  const record = {
    assuranceLevel: 'aal1',
    amr: ['pwd', method],
    signedInAt: 5_000,
  } as unknown as SessionRecord<unknown>; // anything may be stored
  expect(assuranceOfSession(record).methods).toEqual([
    { method, timestamp: 5 },
    { method: 'password', timestamp: 5 },
  ]);
});
