import type { GoTrueResult, PortableAuthenticationClient } from '@sallyport/authentication-client';
import type { Words } from './vocabulary.fixture.js';

/** GoTrue's words. Factors and challenges are named by their ids. */
export function gotrueWords(client: PortableAuthenticationClient): Words {
  const { mfa } = client;
  const factors = async () => dataOf(await mfa.listFactors());
  let begun = 'none';
  let sent = { factorId: 'none', challengeId: 'none' };
  return {
    async bind() {
      for (const { id, factor_type, status } of (await factors()).all) {
        if (factor_type === 'totp' && status === 'unverified') dataOf(await mfa.unenroll({ factorId: id }));
      }
      const { id, totp } = dataOf(await mfa.enroll({ factorType: 'totp' }));
      begun = id;
      // The published type knows no recovery code here.
      const shown: { readonly secret: string; readonly recovery_code?: string } = totp;
      return { secret: shown.secret, recoveryCode: shown.recovery_code ?? null };
    },
    async confirm(code) {
      dataOf(await mfa.challengeAndVerify({ factorId: begun, code }));
    },
    async prove(code) {
      const [factor] = (await factors()).totp;
      dataOf(await mfa.challengeAndVerify({ factorId: factor?.id ?? 'none', code }));
    },
    async send() {
      const [factor] = (await factors()).phone;
      const factorId = factor?.id ?? 'none';
      sent = { factorId, challengeId: dataOf(await mfa.challenge({ factorId, channel: 'sms' })).id };
    },
    async proveSent(_, code) {
      dataOf(await mfa.verify({ ...sent, code }));
    },
    async recover(code) {
      const verified = dataOf(await mfa.recoveryCodes.verify({ code }));
      const next: unknown = Reflect.get(verified, 'recovery_code'); // which the published type does not know
      return typeof next === 'string' ? next : null;
    },
    async authenticators() {
      return (await factors()).all
        .filter(({ factor_type }) => factor_type === 'totp')
        .map(({ status }) => status === 'verified');
    },
    async remove() {
      for (const { id } of (await factors()).totp) dataOf(await mfa.unenroll({ factorId: id }));
    },
    async level() {
      const { currentLevel, nextLevel } = dataOf(await mfa.getAuthenticatorAssuranceLevel());
      return { current: currentLevel, isSecondFactorDue: currentLevel === 'aal1' && nextLevel === 'aal2' };
    },
  };
}

/** The data of an answer. Its error is thrown, so that both vocabularies are refused in one way. */
export function dataOf<T>(result: GoTrueResult<T, unknown>): T {
  if (result.error !== null) throw result.error;
  return result.data as T; // without an error there is data, which the compiler cannot see for a `T` that may be null
}
