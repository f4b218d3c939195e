import { describe, expect, it } from '@jest/globals';
import { FakeTransport } from '@sallyport/core/testing';
import { authingMfa } from '../../authing/mfa.js';
import { openAuthing } from '../../authing/open-authing.js';
import { resolveOptions } from '../../authing/options/options.js';
import { mfaToken, wireUser } from '../../client.fixture.js';
import { goTrueMfa } from '../../gotrue/mfa.js';
import { openGoTrue } from '../../gotrue/open-gotrue.js';
import { resolveGoTrueOptions } from '../../gotrue/options/gotrue-options.js';
import { email } from '../factors/email/email.js';
import { phone } from '../factors/phone/phone.js';
import { recoveryCodes } from '../factors/recovery-codes/recovery-codes.js';
import { totp } from '../factors/totp/totp.js';

describe('a sub-client with some factors', () => {
  const onAuthing = () => {
    const transport = new FakeTransport();
    const options = resolveOptions({ appId: 'app', appHost: 'https://id.example', transport });
    return { mfa: authingMfa(openAuthing(options), [totp, email]), transport };
  };

  const onGoTrue = () => {
    const transport = new FakeTransport();
    return { ports: openGoTrue(resolveGoTrueOptions({ url: 'https://id.example', transport })), transport };
  };

  it('authingMfa reports the capabilities of its factors alone', () => {
    expect(onAuthing().mfa.capabilities).toEqual({
      verify: ['totp', 'email'],
      enroll: ['totp'],
      recoveryCodes: false,
      byFactor: { enroll: ['totp'], verify: ['totp', 'email'], stepUp: false, recoveryCodes: [] },
    });
  });

  it('authingMfa completes a sign-in by one of its factors', async () => {
    const { mfa, transport } = onAuthing();
    transport.answer(wireUser());
    await expect(mfa.verifyTotpMfa({ totp: '112233', mfaToken })).resolves.toMatchObject({ id: 'ada' });
    expect(transport.last.url).toBe('https://id.example/api/v2/mfa/totp/verify');
  });

  it('authingMfa has no method of another factor', () => {
    expect(Object.keys(onAuthing().mfa)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/sms|face|recovery|webauthn/i)]),
    );
  });

  it('enroll lists the types that the client has when it refuses another one', async () => {
    const { error } = await onAuthing().mfa.enroll({ factorType: 'phone', phone: '+15550001111' });
    expect(error).toMatchObject({ code: 'validation_failed', message: 'factorType must be one of totp' });
  });

  it('goTrueMfa reports the capabilities of its factors alone, and refuses those that the server lacks', async () => {
    const { ports, transport } = onGoTrue();
    const mfa = goTrueMfa(ports, [phone, email]);
    expect(mfa.capabilities).toMatchObject({ verify: ['sms'], byFactor: { enroll: ['phone'], verify: ['phone'] } });
    await expect(mfa.verifyEmailMfa({ email: 'ada@example.com', code: '1234', mfaToken })).rejects.toMatchObject({
      kind: 'unsupported-by-server',
    });
    expect(transport.requests).toEqual([]);
  });

  it('goTrueMfa drops recovery codes from its capabilities once the server has shown that it lacks them', async () => {
    const { ports, transport } = onGoTrue();
    const mfa = goTrueMfa(ports, [totp, recoveryCodes]);
    expect(mfa.capabilities).toMatchObject({ verify: ['totp', 'recovery_code'], recoveryCodes: true });
    transport.answerRaw(404, { 'content-type': 'text/plain' }, '404 page not found');
    await expect(mfa.verifyTotpRecoveryCode({ recoveryCode: 'aaaa', mfaToken })).rejects.toMatchObject({
      kind: 'unsupported-by-server',
    });
    expect(mfa.capabilities).toMatchObject({ verify: ['totp'], recoveryCodes: false, byFactor: { recoveryCodes: [] } });
  });
});
