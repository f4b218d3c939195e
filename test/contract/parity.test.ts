import { beforeAll, describe, expect, it } from '@jest/globals';
import { runParity } from './parity/run-parity.mjs';

describe('every call, beside the same call of the published authing-js-sdk 4.23.55', () => {
  let parity: Awaited<ReturnType<typeof runParity>>;
  beforeAll(async () => {
    parity = await runParity();
  });

  it('sends the same method, path, query, body and authorization, but for the differences listed', () => {
    const differing = [parity.authentication, parity.management]
      .flatMap(({ results }) => results)
      .filter(({ verdict }) => verdict === 'differing');
    expect(differing).toEqual([]);
  });

  it('differs on purpose by proven defects of the published client alone', () => {
    const reasons = [parity.authentication, parity.management].flatMap(({ results }) =>
      results.flatMap(({ mends }) => mends),
    );
    expect([...new Set(reasons)].sort()).toEqual(
      [
        '13: the mfaToken goes out',
        '18: the tenant is not sent as the user pool',
        '1: the token is judged by the keys of the server, where the published client sends nothing',
        '29: identity is sent with custom data too',
        '5: the user’s `password` is not asked for',
        '7: path values are encoded',
        '7: values in addresses are encoded',
        '9: the token is in the header, not in the address',
      ].sort(),
    );
  });

  it('counts every public method of the published client', () => {
    const { authentication, management } = parity;
    expect([authentication.total, management.total]).toEqual([105, 250]);
    expect(authentication.equal + authentication.mended + authentication.missing.length).toBe(105);
    expect(management.equal + management.mended + management.missing.length).toBe(250);
  });

  it('lacks nothing of the authentication client', () => {
    expect(parity.authentication.missing).toEqual([]);
  });

  it.each([
    'registerByEmail registerByUsername registerByPhoneCode loginByEmail loginByUsername loginByPhonePassword',
    'loginByPhoneCode loginByEmailCode sendSmsCode sendEmail getCurrentUser updateProfile updatePassword',
    'checkLoginStatus refreshToken logout mfa.getMfaAuthenticators mfa.assosicateMfaAuthenticator',
    'mfa.confirmAssosicateMfaAuthenticator mfa.deleteMfaAuthenticator mfa.verifyTotpMfa mfa.verifyAppSmsMfa',
    'mfa.verifyAppEmailMfa mfa.phoneOrEmailBindable mfa.verifyTotpRecoveryCode',
    'getAccessTokenByCode buildAuthorizeUrl qrcode.startScanning social.authorize enterprise.authorize event.sub',
    'browserFingerprint.createDevice',
  ])('has compared %s', (methods) => {
    const compared = parity.authentication.results.map(({ method }) => method);
    for (const method of methods.split(' ')) expect(compared).toContain(`authentication.${method}`);
  });
});
