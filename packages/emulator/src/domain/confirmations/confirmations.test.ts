import { describe, expect, it } from '@jest/globals';
import { setUpDomain } from '../domain.fixture.js';

const ADDRESS = 'ada@example.com';
const recovery = { userId: 'ada', purpose: 'recovery', address: ADDRESS, type: 'recovery' } as const;

/** A code that is not this one. */
const wrong = (code: string): string => code.replace(/./, (digit) => String((Number(digit) + 1) % 10));

describe('attempts at a code', () => {
  it('begin anew with one that was right', () => {
    const { confirmations } = setUpDomain();
    for (let turn = 0; turn < 2; turn += 1) {
      const { code } = confirmations.issue(recovery);
      for (let tries = 0; tries < 4; tries += 1) {
        expect(() => confirmations.redeemCode(['recovery'], ADDRESS, wrong(code))).toThrow('The code is wrong');
      }
      expect(confirmations.redeemCode(['recovery'], ADDRESS, code)).toMatchObject({ userId: 'ada' });
    }
  });

  it('kill it after five, whatever the limits (EMU-16)', () => {
    const { confirmations, settings, store } = setUpDomain();
    store.settings.current = { ...settings(), maxCodeAttempts: 0 };
    const { code } = confirmations.issue(recovery);
    for (let tries = 0; tries < 5; tries += 1) {
      expect(() => confirmations.redeemCode(['recovery'], ADDRESS, wrong(code))).toThrow('The code is wrong');
    }
    expect(() => confirmations.redeemCode(['recovery'], ADDRESS, code)).toThrow('The code is wrong');
  });
});

describe('attempts at a link', () => {
  const guess = 'f'.repeat(56);

  it('are counted for who makes them, and begin anew with one that was right', () => {
    const { confirmations } = setUpDomain();
    for (let turn = 0; turn < 2; turn += 1) {
      const { linkToken } = confirmations.issue(recovery);
      for (let tries = 0; tries < 4; tries += 1) {
        expect(() => confirmations.redeemLink(['recovery'], guess, '::1')).toThrow('The link is wrong');
      }
      expect(confirmations.redeemLink(['recovery'], linkToken, '::1')).toMatchObject({ userId: 'ada' });
    }
    for (let tries = 0; tries < 5; tries += 1) {
      expect(() => confirmations.redeemLink(['recovery'], guess, '::1')).toThrow('The link is wrong');
    }
    const { linkToken } = confirmations.issue(recovery);
    expect(() => confirmations.redeemLink(['recovery'], linkToken, '::1')).toThrow('Too many attempts');
    expect(confirmations.redeemLink(['recovery'], linkToken, '127.0.0.1')).toMatchObject({ userId: 'ada' });
  });
});

describe('a code and its link', () => {
  it('prove what they were sent for, and nothing else', () => {
    const { confirmations } = setUpDomain();
    const { code, linkToken } = confirmations.issue(recovery);
    expect(() => confirmations.redeemCode(['email-change'], ADDRESS, code)).toThrow('The code is wrong');
    expect(() => confirmations.redeemLink(['email-change'], linkToken, null)).toThrow('The link is wrong');
    expect(confirmations.redeemLink(['recovery'], linkToken, null)).toMatchObject({ purpose: 'recovery' });
  });

  it('end at the very instant that was said', async () => {
    const { clock, confirmations, settings } = setUpDomain();
    const { code } = confirmations.issue(recovery);
    await clock.advance(settings().emailOtpLifetimeSeconds * 1_000 - 1);
    expect(confirmations.redeemCode(['recovery'], ADDRESS, code)).toMatchObject({ userId: 'ada' });
    const later = confirmations.issue(recovery).code;
    await clock.advance(settings().emailOtpLifetimeSeconds * 1_000);
    expect(() => confirmations.redeemCode(['recovery'], ADDRESS, later)).toThrow('The code has expired');
  });
});
