import { describe, expect, it } from '@jest/globals';
import { setUpDomain } from '../domain.fixture.js';

describe('enrolling', () => {
  it.each([{ mfaPhone: '+15550001111' }, { mfaEmail: 'second@example.com' }])(
    'needs the second factor of a user who has bound an address over the other wire: %j (EMU-21)',
    (bound) => {
      const { accounts, assuredSessions, caller, enrollments } = setUpDomain();
      const account = accounts.change(caller.account.id, bound);
      expect(() => enrollments.enrollTotp({ ...caller, account }, 'The thief’s')).toThrow(
        expect.objectContaining({ reason: 'second-factor-due' }),
      );
      const session = assuredSessions.raise(caller.session.id, 'totp', 'factor') ?? caller.session;
      expect(enrollments.enrollTotp({ account, session }, 'Phone').verified).toBe(false);
    },
  );
});
