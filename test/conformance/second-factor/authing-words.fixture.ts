import type { PortableAuthenticationClient } from '@sallyport/authentication-client';
import type { Words } from './vocabulary.fixture.js';

/** Authing's words. A sign-in that waits is named by its `mfaToken`. */
export function authingWords(client: PortableAuthenticationClient): Words {
  const { mfa } = client;
  const pending = () => {
    const mfaToken = client.pendingSignIn?.mfaToken;
    return mfaToken === undefined ? {} : { mfaToken };
  };
  // Whoever is asked for nothing has nothing to name.
  const waiting = () => ({ mfaToken: client.pendingSignIn?.mfaToken ?? 'none' });
  return {
    async bind() {
      const { secret, recovery_code } = await mfa.associateMfaAuthenticator({
        authenticatorType: 'totp',
        source: 'SELF',
        ...pending(),
      });
      return { secret, recoveryCode: recovery_code || null };
    },
    async confirm(totp) {
      await mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp, ...pending() });
    },
    async prove(totp) {
      await mfa.verifyTotpMfa({ totp, ...waiting() });
    },
    async send(phone) {
      await client.sendSmsCode(phone, undefined, 'mfa-verify');
    },
    async proveSent(phone, code) {
      await mfa.verifyAppSmsMfa({ phone, code, ...waiting() });
    },
    async recover(recoveryCode) {
      return (await mfa.verifyTotpRecoveryCode({ recoveryCode, ...waiting() })).recoveryCode;
    },
    async authenticators() {
      return (await mfa.getMfaAuthenticators({ type: 'totp', ...pending() })).map(({ enable }) => enable);
    },
    async remove() {
      await mfa.deleteMfaAuthenticator();
    },
    async level() {
      const { snapshot, pendingSignIn } = client;
      // Whoever waits has passed the first factor, also where no session has begun yet.
      return {
        current: pendingSignIn ? 'aal1' : snapshot.assuranceLevel,
        isSecondFactorDue: snapshot.state === 'mfaRequired',
      };
    },
  };
}
