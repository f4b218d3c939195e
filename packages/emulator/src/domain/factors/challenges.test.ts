import { describe, expect, it } from '@jest/globals';
import { setUpDomain } from '../domain.fixture.js';

describe('a challenge', () => {
  it('is answered from where it was asked for, and from nowhere else', () => {
    const { caller, challenges, enrollments } = setUpDomain();
    const factor = enrollments.enrollTotp(caller, 'Phone');
    const { id } = challenges.create(factor, '127.0.0.1');
    for (const elsewhere of ['::1', null]) {
      expect(() => challenges.require(factor, id, elsewhere)).toThrow(
        expect.objectContaining({ reason: 'challenge-used' }),
      );
    }
    expect(challenges.require(factor, id, '127.0.0.1').id).toBe(id);
  });
});
