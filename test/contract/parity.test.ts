import { beforeAll, describe, expect, it } from '@jest/globals';
import { runParity } from './parity/run-parity.mjs';

describe('every call, beside the same call of the published authing-js-sdk 4.23.55', () => {
  let parity: Awaited<ReturnType<typeof runParity>>;
  beforeAll(async () => {
    parity = await runParity();
  }, 60_000);

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
      ].sort(),
    );
  });

  it('counts every public method of the published client', () => {
    const { authentication, management } = parity;
    expect([authentication.total, management.total]).toEqual([105, 250]);
    expect(authentication.equal + authentication.mended + authentication.missing.length).toBe(105);
    expect(management.equal + management.mended + management.missing.length).toBe(250);
  });

  it('lacks of the authentication client what speaks a protocol or needs a window, and nothing else', () => {
    const PROTOCOLS = [
      'getAccessTokenByIdToken getAccessTokenByCode getAccessTokenByClientCredentials getUserInfoByAccessToken',
      'getNewAccessTokenByRefreshToken generateCodeChallenge getCodeChallengeDigest buildAuthorizeUrl buildLogoutUrl',
      'revokeToken introspectToken validateTicketV1 validateTicketV2 trackSession',
      'qrcode.startScanning qrcode.geneCode qrcode.checkStatus qrcode.exchangeUserInfo qrcode.startPolling',
      'qrcode.stopPolling social.authorize enterprise.authorize event.sub browserFingerprint.getBrowserFingers',
      'browserFingerprint.getDeviceInfo browserFingerprint.createDevice',
    ].flatMap((names) => names.split(' '));
    const missing = parity.authentication.missing.map((name) => name.replace('authentication.', ''));
    expect(missing.sort()).toEqual(PROTOCOLS.sort());
  });

  it.each([
    'registerByEmail registerByUsername registerByPhoneCode loginByEmail loginByUsername loginByPhonePassword',
    'loginByPhoneCode loginByEmailCode sendSmsCode sendEmail getCurrentUser updateProfile updatePassword',
    'checkLoginStatus refreshToken logout mfa.getMfaAuthenticators mfa.assosicateMfaAuthenticator',
    'mfa.confirmAssosicateMfaAuthenticator mfa.deleteMfaAuthenticator mfa.verifyTotpMfa mfa.verifyAppSmsMfa',
    'mfa.verifyAppEmailMfa mfa.phoneOrEmailBindable mfa.verifyTotpRecoveryCode',
  ])('has compared %s', (methods) => {
    const compared = parity.authentication.results.map(({ method }) => method);
    for (const method of methods.split(' ')) expect(compared).toContain(`authentication.${method}`);
  });
});
