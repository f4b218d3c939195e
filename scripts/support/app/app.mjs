// A page's program that every bundler bundles: both clients at once, and a composed client with its first use.

import { AuthenticationClient, MfaRequiredError } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';

const PASSWORD = 'correct horse battery staple';

/**
 * Signs users in at an emulator.
 *
 * @param emulator - What `emulator.description()` returns.
 * @returns What happened, by client.
 */
globalThis.journey = async ({ authing: { appId, appHost }, gotrue: { url, anonKey: apiKey } }) => ({
  flat: await secondFactor(new AuthenticationClient({ appId, appHost })),
  goTrue: await signIn(new GoTrueAuthenticationClient({ url, apiKey }), 'grace@example.com'),
  composed: await signIn(await composedClient({ appId, appHost }), 'joan@example.com'),
});

async function composedClient(options) {
  const { authing, createClient, passwordSignIn, signUp } = await import('@sallyport/authentication-client/modular');
  return createClient(authing(options), [signUp, passwordSignIn]);
}

async function signIn(client, email) {
  await client.registerByEmail(email, PASSWORD);
  await client.loginByEmail(email, PASSWORD);
  const user = await client.getCurrentUser();
  await client.logout();
  return user.email;
}

async function secondFactor(client) {
  const email = await signIn(client, 'ada@example.com');
  await client.loginByEmail(email, PASSWORD);
  const { secret, recovery_code: recoveryCode } = await client.mfa.associateMfaAuthenticator();
  const { code } = TotpKey.parse(secret).current();
  await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: code });
  await client.logout();
  const refusal = await client.loginByEmail(email, PASSWORD).catch((error) => error);
  if (!(refusal instanceof MfaRequiredError)) throw refusal;
  const { mfaToken } = refusal.data;
  await client.mfa.verifyTotpRecoveryCode({ recoveryCode, mfaToken });
  return client.snapshot.assuranceLevel;
}
